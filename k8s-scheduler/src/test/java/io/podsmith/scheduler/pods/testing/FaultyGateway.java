// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Stands in front of a real API server and misbehaves as it is told. */
public final class FaultyGateway implements AutoCloseable {
  private static final long SOON_MILLIS = 150;
  private static final int ALL = 1_000;

  /** What becomes of a request. */
  public enum Effect {
    PASS,
    TOO_MANY_REQUESTS,
    SERVER_ERROR,
    EXPIRED,
    /** The server never hears of it, the client hears nothing. */
    LOST_BEFORE,
    /** The server does as it is asked, the client hears nothing. */
    LOST_AFTER,
    /** The answer begins and soon ends. */
    CUT_SOON
  }

  /** A request as faults see it. */
  public record Request(String method, String uri) {
    public boolean isCreateOfPod() {
      return method.equals("POST") && uri.endsWith("/pods");
    }

    public boolean isWatch() {
      return uri.contains("watch=true");
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient forward;
  private final Optional<String> token;
  private final HttpServer server;
  private volatile Function<Request, Effect> rule = request -> Effect.PASS;

  /**
   * @param config how to reach the real server, credentials included
   */
  public FaultyGateway(Config config) throws Exception {
    URI master = URI.create(config.getMasterUrl());
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(master.getHost())
            .setDefaultPort(master.getPort())
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setMaxPoolSize(ALL);
    PemKeyCertOptions identity = new PemKeyCertOptions();
    if (config.getClientCertFile() != null) {
      identity.addCertPath(config.getClientCertFile()).addKeyPath(config.getClientKeyFile());
      options.setKeyCertOptions(identity);
    } else if (config.getClientCertData() != null) {
      identity
          .addCertValue(decoded(config.getClientCertData()))
          .addKeyValue(decoded(config.getClientKeyData()));
      options.setKeyCertOptions(identity);
    }
    token = Optional.ofNullable(config.getAutoOAuthToken());
    forward = vertx.createHttpClient(options);
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private static Buffer decoded(String base64) {
    return Buffer.buffer(Base64.getMimeDecoder().decode(base64));
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  /** Decides from now on what becomes of requests. */
  public void rule(Function<Request, Effect> newRule) {
    rule = newRule;
  }

  private void handle(HttpServerRequest request) {
    switch (rule.apply(new Request(request.method().name(), request.uri()))) {
      case PASS -> pass(request, false);
      case TOO_MANY_REQUESTS -> {
        request.response().putHeader("Retry-After", "1");
        answer(request, 429, "TooManyRequests");
      }
      case SERVER_ERROR -> answer(request, 500, "InternalError");
      case EXPIRED -> answer(request, 410, "Expired");
      case LOST_BEFORE -> request.connection().close();
      case LOST_AFTER -> pass(request, true);
      case CUT_SOON -> {
        vertx.setTimer(SOON_MILLIS, id -> request.connection().close());
        pass(request, false);
      }
    }
  }

  private static void answer(HttpServerRequest request, int status, String reason) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\""
                + reason
                + "\",\"message\":\"the gateway was told so\",\"code\":"
                + status
                + "}");
  }

  private void pass(HttpServerRequest request, boolean answerIsLost) {
    RequestOptions target = new RequestOptions().setMethod(request.method()).setURI(request.uri());
    request
        .body()
        .compose(
            body ->
                forward
                    .request(target)
                    .compose(
                        out -> {
                          request.headers().forEach(h -> copy(h.getKey(), h.getValue(), out));
                          token.ifPresent(t -> out.putHeader("Authorization", "Bearer " + t));
                          return out.send(body);
                        }))
        .compose(
            in -> {
              if (answerIsLost) {
                return in.body().compose(body -> request.connection().close());
              }
              request.response().setStatusCode(in.statusCode()).setChunked(true);
              request.response().closeHandler(closed -> in.request().reset());
              String type = in.getHeader("Content-Type");
              if (type != null) {
                request.response().putHeader("Content-Type", type);
              }
              return in.pipeTo(request.response());
            })
        .onFailure(failure -> request.connection().close());
  }

  private static void copy(String name, String value, HttpClientRequest out) {
    if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
      out.putHeader(name, value);
    }
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
