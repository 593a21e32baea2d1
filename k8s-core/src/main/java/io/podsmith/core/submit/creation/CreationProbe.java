// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ServerWarnings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Returns whether a server-side apply created its object or met one that was there already.
 *
 * <p>The server says so by its status, 201 or 200, which the client does not pass on. Asking for
 * the object beforehand would need a permission and a request more, and could be wrong by the time
 * of the apply.
 */
final class CreationProbe implements Interceptor {
  private static final String NAME = "podsmith-creation";
  private static final String WARNINGS = "podsmith-warnings";
  private static final int CREATED = 201;
  private static final int SECONDS = 5;

  private final BlockingQueue<Integer> successes = new LinkedBlockingQueue<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger unsent = new AtomicInteger();

  /**
   * Returns a client that shares the connections of another, shows this probe its answers, and logs
   * the server's warnings.
   */
  KubernetesClient watching(KubernetesClient client) {
    return new KubernetesClientImpl(
        client
            .getHttpClient()
            .newBuilder()
            .addOrReplaceInterceptor(NAME, this)
            .addOrReplaceInterceptor(WARNINGS, new ServerWarnings("the driver"))
            .build(),
        client.getConfiguration(),
        () -> Runnable::run,
        client.getKubernetesSerialization());
  }

  /** Applies an object and tells whether that created it. Where in doubt, it did not. */
  <T> Applied<T> apply(Supplier<T> request) throws InterruptedException {
    successes.clear();
    begin();
    T object = request.get();
    // the client may wake its caller a moment before it calls its interceptors
    Integer status = successes.poll(SECONDS, TimeUnit.SECONDS);
    return new Applied<>(object, status != null && status == CREATED);
  }

  /** Begins a request, which the client may send several times. */
  void begin() {
    attempts.set(0);
    unsent.set(0);
  }

  /**
   * Returns whether the server may have carried out the request that failed: its answer does not
   * tell, and at least one attempt may have reached the server.
   */
  boolean isAmbiguous(KubernetesClientException failure) {
    // the client may not report the last attempt, which the failure itself shows
    boolean isUnsent =
        ClusterErrors.isUnsent(failure) && unsent.get() >= Math.max(0, attempts.get() - 1);
    return !isUnsent && ClusterErrors.isAmbiguous(failure);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    attempts.incrementAndGet();
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    if (ClusterErrors.isUnsent(failure)) {
      unsent.incrementAndGet();
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (request.method().equals("PATCH") && response.isSuccessful()) {
      successes.add(response.code());
    }
  }

  /** What the server holds now, and whether it is new. */
  record Applied<T>(T object, boolean isNew) {}
}
