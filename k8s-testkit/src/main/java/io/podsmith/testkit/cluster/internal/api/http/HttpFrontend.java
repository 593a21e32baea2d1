// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests with their bodies, and starts an exchange for each. */
public final class HttpFrontend {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFrontend.class);
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final Vertx vertx;
  private final Backend backend;
  private final Duration bookmarkInterval;

  public HttpFrontend(Vertx vertx, Backend backend, Duration bookmarkInterval) {
    this.vertx = vertx;
    this.backend = backend;
    this.bookmarkInterval = bookmarkInterval;
  }

  public void accept(HttpServerRequest request) {
    if (isWebSocket(request)) {
      // A request that has been read can become no web socket any more.
      request.pause();
      exchange(request, new byte[0]).start();
      return;
    }
    Buffer body = Buffer.buffer();
    boolean[] isTooLarge = new boolean[1];
    request.exceptionHandler(e -> LOG.debug("A client disconnected", e));
    request.handler(
        part -> {
          if (body.length() + part.length() > LARGEST_BODY) {
            isTooLarge[0] = true;
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        end -> {
          Exchange exchange = exchange(request, body.getBytes());
          if (isTooLarge[0]) {
            exchange.fail(
                ApiException.of(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: limit is " + LARGEST_BODY));
          } else {
            exchange.start();
          }
        });
  }

  private Exchange exchange(HttpServerRequest request, byte[] body) {
    return new Exchange(vertx, backend, bookmarkInterval, request, body);
  }

  static boolean isWebSocket(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }
}
