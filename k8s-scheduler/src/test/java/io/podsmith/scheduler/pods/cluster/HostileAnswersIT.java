// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server, or what answers in its place, that sends nonsense. */
class HostileAnswersIT {
  private static final int LONGEST = 32 << 20;

  private final KubernetesClient client;
  private final HttpServer server;
  private final ClusterApi api;

  /** Writes the body of an answer. */
  @FunctionalInterface
  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private volatile Body body = out -> {};

  HostileAnswersIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://localhost:%d".formatted(server.getAddress().getPort()))
                    .build())
            .build();
    api =
        new HttpClusterApi(
            client,
            "default",
            "app",
            Documents.RULES,
            new ExecutorMetrics(),
            CredentialTrouble.of(client.getConfiguration()),
            10,
            CreatedObjects.unknown());
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            body.write(out);
          } catch (IOException e) {
            // the client has closed the connection, as it should
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  private void answer(String text) {
    body = out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An empty list would mean that all executors are gone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "7",
        "\"x\"",
        "<html></html>",
        "{}",
        "{\"items\":[]}",
        "{\"items\":null}",
        "{\"kind\":\"Status\",\"status\":\"Success\",\"metadata\":{\"resourceVersion\":\"1\"}}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{}",
        "{\"metadata\":{\"resourceVersion\":[]},\"items\":[]}",
        "{\"metadata\":[],\"items\":[]}"
      })
  void failsToListWhatIsNoList(String text) {
    answer(text);
    assertThatThrownBy(() -> api.listExecutors("", Optional.empty()))
        .isInstanceOfSatisfying(ApiFailure.class, failure -> assertThat(failure.status()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "\"x\"", "{", "{\"metadata\":{\"name\":"})
  void failsToReadWhatIsNoPod(String text) {
    answer(text);
    assertThatThrownBy(() -> api.findPod("p")).isInstanceOf(ApiFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":",
        "{\"type\":\"ADDED\",\"object\":[[[}",
        "<html>",
        "{\"type\":\"ERROR\",\"object\":{\"code\":\"x\",\"message\":[]}}"
      })
  void endsAWatchWithoutSense(String line) throws Exception {
    answer(line + "\n");
    assertThat(endOfWatch()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "[]x",
        "{}",
        "{\"type\":\"ADDED\"}",
        "{\"type\":\"ADDED\",\"object\":null}",
        "{\"type\":{\"a\":1},\"object\":{\"metadata\":7,\"spec\":\"x\",\"status\":[]}}",
        "{\"type\":\"OTHER\",\"object\":{\"kind\":\"Status\"}}",
        "{\"unknown\":[{\"a\":{}}],\"object\":[]}",
        "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"labels\":{\"a\":{\"b\":[]}}, \"annotations\":{\"a\":{\"b\":[]}}}}}"
      })
  void skipsEventsThatSayNothing(String line) throws Exception {
    answer(line + "\n" + line + "\n");
    assertThat(endOfWatch()).isEmpty();
  }

  @Test
  void endsAWatchWhoseEventHasNoEnd() throws Exception {
    byte[] block = new byte[1 << 20];
    body =
        out -> {
          for (int i = 0; i <= 4 * LONGEST / block.length; i++) {
            out.write(block);
          }
        };
    assertThat(endOfWatch())
        .hasValueSatisfying(
            failure -> assertThat(failure).hasMessageContaining("more than 33,554,432 bytes"));
  }

  @Test
  void readsLevelsWithoutEnd() {
    answer(
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"a\":%s"
            .formatted("[".repeat(1 << 20)));
    assertThatThrownBy(() -> api.listExecutors("", Optional.empty()))
        .isInstanceOf(ApiFailure.class);
  }

  private Optional<ApiFailure> endOfWatch() throws Exception {
    CompletableFuture<Optional<ApiFailure>> end = new CompletableFuture<>();
    WatchListener listener =
        new WatchListener() {
          @Override
          public void onChanges(List<PodEvent> events, String version) {}

          @Override
          public void onInitialEventsComplete(String version) {}

          @Override
          public void onClosed(Optional<ApiFailure> failure) {
            end.complete(failure);
          }
        };
    try (ClusterApi.Watch unused = api.watchExecutors("1", listener)) {
      return end.get(30, TimeUnit.SECONDS);
    }
  }
}
