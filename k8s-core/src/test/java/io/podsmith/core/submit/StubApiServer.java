// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Answers requests of a client as a test decides; without a decision, a request is not answered.
 */
public final class StubApiServer implements AutoCloseable {
  /** An answer of the API server; the status 0 stands for none. */
  public record Answer(int status, String body) {
    /** The client waits in vain. */
    public static final Answer NONE = new Answer(0, "");

    /** The connection is closed without an answer. */
    public static final Answer CUT = new Answer(-1, "");

    /** Makes an answer that is a Status. */
    public static Answer status(int code, String reason, String message) {
      return new Answer(
          code,
          """
          {"kind":"Status","apiVersion":"v1","status":"%s","code":%d,"reason":"%s","message":"%s"}
          """
              .formatted(code < 300 ? "Success" : "Failure", code, reason, message));
    }
  }

  /**
   * A request.
   *
   * @param path with the query
   */
  public record Request(String method, String path, String body) {
    /** Returns the path without the query. */
    public String resource() {
      int query = path.indexOf('?');
      return query < 0 ? path : path.substring(0, query);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static {
    // headers and body are sent apart, and the second waits 40 ms for an acknowledgement else
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  StubApiServer(Function<String, Answer> answers) {
    this(answers.compose(Request::toString), 0);
  }

  private StubApiServer(Function<Request, Answer> answers, int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          Request request =
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          requests.add(request);
          answer(exchange, answers.apply(request));
        });
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server whose answers depend on whole requests. */
  public static StubApiServer answering(Function<Request, Answer> answers) {
    return new StubApiServer(answers, 0);
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.equals(Answer.CUT)) {
      exchange.close();
    }
    if (answer.status() <= 0) {
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Makes a client that does not repeat requests. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace("jobs")
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  List<String> requests() {
    return requests.stream().map(Request::toString).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
