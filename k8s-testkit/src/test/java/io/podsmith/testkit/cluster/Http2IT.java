// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The embedded API server as clients of HTTP/2 use it, such as {@code kubectl} and the JDK's. */
@Timeout(60)
class Http2IT {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private EmbeddedApiServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedApiServer.builder().https().start();
    client = newClient(server.caCertificate().orElseThrow());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpClient newClient(Path caCertificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (InputStream pem = Files.newInputStream(caCertificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(context)
        .connectTimeout(DEADLINE)
        .build();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(DEADLINE);
  }

  private HttpResponse<String> send(String method, String path, String type, String body)
      throws Exception {
    HttpRequest.Builder request = to(path);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", type).method(method, BodyPublishers.ofString(body));
    }
    return checked(client.send(request.build(), BodyHandlers.ofString()));
  }

  private static <T> HttpResponse<T> checked(HttpResponse<T> response) {
    assertThat(response.version())
        .as("the protocol of %s", response.request())
        .isEqualTo(HttpClient.Version.HTTP_2);
    return response;
  }

  private static String map(String name, String value) {
    return """
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"k": "%s"}}
    """
        .formatted(name, value);
  }

  private static JsonNode json(String text) throws IOException {
    return RawApi.MAPPER.readTree(text);
  }

  @Test
  void answersEveryVerb() throws Exception {
    assertThat(send("GET", "/api", "", "").body()).contains("APIVersions");
    assertThat(send("POST", MAPS, RawApi.JSON, map("a", "1")).statusCode()).isEqualTo(201);
    assertThat(json(send("GET", MAPS + "/a", "", "").body()).at("/data/k").asText()).isEqualTo("1");
    HttpResponse<String> patched =
        send("PATCH", MAPS + "/a", RawApi.MERGE_PATCH, "{\"data\": {\"k\": \"2\"}}");
    assertThat(json(patched.body()).at("/data/k").asText()).isEqualTo("2");
    HttpResponse<String> updated = send("PUT", MAPS + "/a", RawApi.JSON, map("a", "3"));
    assertThat(json(updated.body()).at("/data/k").asText()).isEqualTo("3");
    assertThat(send("DELETE", MAPS + "/a", "", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", MAPS + "/a", "", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/nowhere", "", "").statusCode()).isEqualTo(404);
    assertThat(send("POST", MAPS, RawApi.JSON, "no json").statusCode()).isEqualTo(400);
  }

  @Test
  void takesLargeBodiesAndRejectsTooLargeOnes() throws Exception {
    String large = "x".repeat(1000 * 1000);
    HttpResponse<String> created = send("POST", MAPS, RawApi.JSON, map("large", large));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created.body()).at("/data/k").asText()).isEqualTo(large);
    assertThat(json(send("GET", MAPS, "", "").body()).at("/items").size()).isPositive();
    HttpResponse<String> rejected =
        send("POST", MAPS, RawApi.JSON, map("huge", "x".repeat(4 * 1024 * 1024)));
    assertThat(rejected.statusCode()).isEqualTo(413);
  }

  /** HTTP/1.1, because the JDK 17's own HTTP/2 client misses the interim response. */
  @Test
  void asksForTheBodyOfARequestThatWaitsForIt() throws Exception {
    HttpRequest request =
        to(MAPS)
            .version(HttpClient.Version.HTTP_1_1)
            .expectContinue(true)
            .header("Content-Type", RawApi.JSON)
            .POST(BodyPublishers.ofString(map("expected", "1")))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  @Test
  void answersManyRequestsAtATime() throws Exception {
    send("GET", "/api", "", "");
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 150)
            .mapToObj(
                number ->
                    to(MAPS)
                        .header("Content-Type", RawApi.JSON)
                        .POST(BodyPublishers.ofString(map("m" + number, "1")))
                        .build())
            .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    for (CompletableFuture<HttpResponse<String>> each : all) {
      assertThat(checked(each.get(30, TimeUnit.SECONDS)).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void sendsEventsOfManyWatchesAndFreesCancelledOnes() throws Exception {
    int before = server.openWatches();
    List<InputStream> watches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HttpRequest request = to(MAPS + "?watch=true&fieldSelector=metadata.name%3Dw").build();
      watches.add(checked(client.send(request, BodyHandlers.ofInputStream())).body());
    }
    assertThat(server.openWatches()).isEqualTo(before + 20);
    send("POST", MAPS, RawApi.JSON, map("w", "1"));
    for (InputStream watch : watches) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(watch, StandardCharsets.UTF_8));
      assertThat(json(lines.readLine()).path("type").asText()).isEqualTo("ADDED");
    }
    for (InputStream watch : watches) {
      watch.close();
    }
    // The connection still works, and nothing is left of its streams.
    Awaiting.until(() -> server.openWatches() == before, DEADLINE, "the watches are freed");
    assertThat(send("GET", MAPS + "/w", "", "").statusCode()).isEqualTo(200);
  }

  @Test
  void endsAWatchAfterItsTime() throws Exception {
    HttpRequest request = to(MAPS + "?watch=true&timeoutSeconds=1").build();
    assertThat(checked(client.send(request, BodyHandlers.ofString())).statusCode()).isEqualTo(200);
  }

  @Test
  void followsALogUntilItsReaderLeaves() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    server.setPodLogSource(request -> new EndlessLog(closed));
    server
        .client()
        .pods()
        .load(
            new java.io.ByteArrayInputStream(
                """
                metadata: {name: p}
                spec: {nodeName: n, containers: [{name: c, image: i}]}
                """
                    .getBytes(StandardCharsets.UTF_8)))
        .create();
    HttpRequest request = to("/api/v1/namespaces/default/pods/p/log?follow=true").build();
    InputStream log = checked(client.send(request, BodyHandlers.ofInputStream())).body();
    assertThat(new String(log.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("hello\n");
    log.close();
    assertThat(closed.await(30, TimeUnit.SECONDS)).as("the log is closed").isTrue();
  }

  @Test
  void failsOneStreamAndKeepsTheOthers() throws Exception {
    HttpRequest watch = to(MAPS + "?watch=true").build();
    InputStream other = checked(client.send(watch, BodyHandlers.ofInputStream())).body();
    server.faults().add(Fault.on("get", "configmaps").times(1).dropRequest());
    assertThatThrownBy(() -> send("GET", MAPS + "/kube-root-ca.crt", "", ""))
        .isInstanceOf(IOException.class);
    assertThat(send("GET", MAPS + "/kube-root-ca.crt", "", "").statusCode()).isEqualTo(200);
    BufferedReader lines = new BufferedReader(new InputStreamReader(other, StandardCharsets.UTF_8));
    assertThat(lines.readLine()).contains("kube-root-ca.crt");
    other.close();
  }

  /** HTTP/1.1 with an offer to upgrade, which is what the JDK's client sends without TLS. */
  @Test
  void answersAClientThatOffersToUpgrade() throws Exception {
    try (EmbeddedApiServer plain = EmbeddedApiServer.builder().start()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(plain.url() + MAPS))
              .timeout(DEADLINE)
              .header("Content-Type", RawApi.JSON)
              .POST(BodyPublishers.ofString(map("plain", "x".repeat(100_000))))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
  }

  /** Has one line, and never an end. */
  private static final class EndlessLog extends InputStream {
    private final InputStream line =
        new java.io.ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8));
    private final CountDownLatch closed;

    EndlessLog(CountDownLatch closed) {
      this.closed = closed;
    }

    @Override
    public int read() throws IOException {
      int next = line.read();
      if (next < 0) {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new IOException("closed");
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = line.read(target, offset, length);
      return count > 0 ? count : Math.max(-1, read());
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
