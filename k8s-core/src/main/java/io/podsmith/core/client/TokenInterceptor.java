// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;

/**
 * Sends the current token with each request, and sends a request that was rejected with 401 again
 * if there is another token by then.
 *
 * <p>It takes the place of the client library's interceptor, which sends each such request again
 * with the same token, and runs the command of a kubeconfig every minute.
 */
final class TokenInterceptor implements Interceptor {
  private static final String HEADER = "Authorization";
  private static final String SCHEME = "Bearer ";

  private final RenewableToken token;

  TokenInterceptor(RenewableToken token) {
    this.token = token;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader(HEADER, SCHEME + token.getToken());
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    String sent = response.request() == null ? null : response.request().header(HEADER);
    if (response.code() != HttpURLConnection.HTTP_UNAUTHORIZED
        || sent == null
        || !sent.startsWith(SCHEME)) {
      return CompletableFuture.completedFuture(false);
    }
    String rejected = sent.substring(SCHEME.length());
    // On this thread: the client library would use a connection that it is closing otherwise.
    String other = token.replace(rejected);
    if (other.equals(rejected)) {
      return CompletableFuture.completedFuture(false);
    }
    builder.setHeader(HEADER, SCHEME + other);
    return CompletableFuture.completedFuture(true);
  }
}
