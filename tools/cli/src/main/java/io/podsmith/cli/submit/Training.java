// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.podsmith.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs commands on an API server that accepts everything, so that a JVM that was started with
 * {@code -XX:ArchiveClassesAtExit} writes their classes into an archive. The launcher runs it once,
 * in the background.
 */
public final class Training {
  private static final long DEADLINE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Training() {}

  /** Runs the commands and ends the process. */
  public static void main(String[] args) throws IOException {
    Thread deadline =
        new Thread(
            () -> {
              LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS));
              System.exit(0);
            },
            "deadline");
    deadline.setDaemon(true);
    deadline.start();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.createContext("/", Training::answer);
    server.start();
    String address = "%s:%d".formatted(loopback().getHostAddress(), server.getAddress().getPort());
    run("version");
    run("submit", "--help");
    run("explain", "--conf", "spark.kubernetes.container.image=training");
    run("steps", "list");
    submit("k8s://http://" + address);
    // no TLS answers here, but the client loads what it needs for it
    submit("k8s://https://" + address);
    server.stop(0);
    System.exit(0);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static void submit(String master) {
    List<String> words = new ArrayList<>(List.of("submit", "--no-wait", "--master", master));
    Map.of(
            "spark.kubernetes.container.image", "training",
            "spark.kubernetes.submission.connectionTimeout", "2000",
            "spark.kubernetes.submission.requestTimeout", "2000",
            "spark.kubernetes.driver.label.a", "b",
            "spark.kubernetes.driver.volumes.emptyDir.a.mount.path", "/a",
            "spark.kubernetes.authenticate.driver.serviceAccountName", "a")
        .forEach((key, value) -> words.addAll(List.of("--conf", "%s=%s".formatted(key, value))));
    words.addAll(List.of("--class", "A", "local:///a.jar", "argument"));
    run(words.toArray(String[]::new));
  }

  private static void run(String... words) {
    StringWriter ignored = new StringWriter();
    PrintWriter writer = new PrintWriter(ignored);
    int unused = Main.execute(words, writer, writer, System.getenv());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      boolean isObject = body.path("metadata").isObject();
      if (body.get("metadata") instanceof ObjectNode metadata) {
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("resourceVersion", "1");
      }
      byte[] answer =
          (isObject ? body.toString() : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          isObject ? HttpURLConnection.HTTP_CREATED : HttpURLConnection.HTTP_NOT_FOUND,
          answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
