// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Stands in front of an API server: answers below a path only, and may edit pods as webhooks do.
 */
final class PathProxy implements AutoCloseable {
  private static final Set<String> PASSED_ON = Set.of("Accept", "Content-Type", "User-Agent");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final HttpClient client;
  private final String target;
  private final String prefix;
  private final UnaryOperator<String> podEdit;
  private final List<String> below = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();

  /**
   * Starts a proxy.
   *
   * @param config how to reach the API server, credentials included
   * @param prefix the path, without a slash at its end
   * @param podEdit changes the JSON of pods that are created
   */
  PathProxy(Config config, String prefix, UnaryOperator<String> podEdit) throws Exception {
    this.target = config.getMasterUrl().replaceAll("/$", "");
    this.prefix = prefix;
    this.podEdit = podEdit;
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (target.startsWith("https")) {
      builder.sslContext(SSLUtils.sslContext(config));
    }
    client = builder.executor(threads).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the address without the path. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the requests below the path, as methods and paths. */
  List<String> requests() {
    return below;
  }

  /** Returns the requests that are not below the path. */
  List<String> strayRequests() {
    return elsewhere;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String uri = exchange.getRequestURI().toString();
      String line = exchange.getRequestMethod() + " " + uri;
      if (!uri.startsWith(prefix + "/")) {
        elsewhere.add(line);
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      below.add(line);
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        // The client falls back to a plain watch.
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      passOn(exchange, uri.substring(prefix.length()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void passOn(HttpExchange exchange, String uri) throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (method.equals("POST") && exchange.getRequestURI().getPath().endsWith("/pods")) {
      String edited = podEdit.apply(new String(body, StandardCharsets.UTF_8));
      body = edited.getBytes(StandardCharsets.UTF_8);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + uri))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (String header : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    answer
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(answer.statusCode(), 0);
    try (InputStream in = answer.body();
        OutputStream out = exchange.getResponseBody()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        // Events of a watch have to arrive one by one.
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
