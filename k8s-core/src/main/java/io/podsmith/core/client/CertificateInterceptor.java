// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ends connections that still have an old client certificate.
 *
 * <p>The API server checks the certificate of a connection at each request, and rejects all
 * requests of a connection once its certificate has expired. After a change of the certificate, and
 * after each 401, requests of one minute therefore close their connections. A pooled connection
 * without requests is closed by then anyway.
 */
final class CertificateInterceptor implements Interceptor {
  private static final Duration CLOSING = Duration.ofMinutes(1);
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

  private final CertificateFiles files;
  private final LongSupplier nanoClock;
  private final AtomicLong checkedAt;
  private final AtomicLong closingUntil;

  CertificateInterceptor(CertificateFiles files, LongSupplier nanoClock) {
    this.files = files;
    this.nanoClock = nanoClock;
    long now = nanoClock.getAsLong();
    this.checkedAt = new AtomicLong(now);
    this.closingUntil = new AtomicLong(now);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    long now = nanoClock.getAsLong();
    long checked = checkedAt.get();
    if (now - checked >= BETWEEN_CHECKS.toNanos()
        && checkedAt.compareAndSet(checked, now)
        && files.reload()) {
      closingUntil.set(now + CLOSING.toNanos());
    }
    if (closingUntil.get() - now > 0) {
      builder.setHeader("Connection", "close");
    }
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      files.rejected();
      closingUntil.set(nanoClock.getAsLong() + CLOSING.toNanos());
    }
    return CompletableFuture.completedFuture(false);
  }
}
