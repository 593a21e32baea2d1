// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedApiServerIT {
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.builder().start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app", "x")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withImage("busybox:1")
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void createsAndReadsAPod() {
    client.pods().resource(pod("a")).create();
    Pod read = client.pods().withName("a").get();
    assertThat(read.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(read.getSpec().getRestartPolicy()).isEqualTo("Always");
    assertThat(client.pods().withLabel("app", "x").list().getItems()).hasSize(1);
    assertThat(client.pods().withLabelNotIn("app", "x", "y").list().getItems()).isEmpty();
  }

  @Test
  void watchesPodsFromCreationToDeletion() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (var watch =
        client
            .pods()
            .withLabel("app", "x")
            .watch(
                new Watcher<Pod>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    events.add(action + " " + pod.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      client.pods().resource(pod("a")).create();
      client
          .pods()
          .withName("a")
          .edit(p -> new PodBuilder(p).editMetadata().addToLabels("n", "1").endMetadata().build());
      client.pods().withName("a").withGracePeriod(0).delete();
      assertThat(List.of(poll(events), poll(events), poll(events), poll(events)))
          .as("a pod that goes at once is marked first")
          .containsExactly("ADDED a", "MODIFIED a", "MODIFIED a", "DELETED a");
    }
  }

  private static String poll(BlockingQueue<String> events) throws InterruptedException {
    String event = events.poll(10, TimeUnit.SECONDS);
    return event == null ? "nothing" : event;
  }

  @Test
  void answersOverHttpsToo() {
    try (EmbeddedApiServer secure = EmbeddedApiServer.builder().https().start()) {
      secure
          .client()
          .configMaps()
          .resource(new ConfigMapBuilder().withNewMetadata().withName("m").endMetadata().build())
          .create();
      assertThat(secure.url()).startsWith("https://");
      assertThat(secure.client().configMaps().withName("m").get()).isNotNull();
    }
  }

  @Test
  void refusesWhatTheAuthorizerDoesNotAllow() {
    try (EmbeddedApiServer strict =
            EmbeddedApiServer.builder()
                .authorizer(action -> !action.user().endsWith(":spark"))
                .start();
        KubernetesClient spark = asServiceAccount(strict)) {
      assertThatThrownBy(() -> spark.pods().inNamespace("default").list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(
              "pods is forbidden: User \"system:serviceaccount:default:spark\" cannot list resource"
                  + " \"pods\" in API group \"\" in the namespace \"default\"");
    }
  }

  private static KubernetesClient asServiceAccount(EmbeddedApiServer server) {
    var config = server.config();
    config.setOauthToken(server.tokenForServiceAccount("default", "spark"));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void recordsWhatItWasAsked() {
    client.pods().resource(pod("a")).create();
    assertThat(server.requests())
        .anySatisfy(
            request -> {
              assertThat(request.verb()).isEqualTo("create");
              assertThat(request.resource()).isEqualTo("pods");
              assertThat(request.name()).isEqualTo("a");
              assertThat(request.body()).contains("busybox:1");
              assertThat(request.status()).isEqualTo(201);
            });
  }

  @Test
  void misbehavesOnRequest() {
    server.faults().add(Fault.on("create", "pods").times(1).tooManyRequests(Duration.ofSeconds(1)));
    client.pods().resource(pod("a")).create();
    assertThat(
            server.requests().stream()
                .filter(r -> r.verb().equals("create"))
                .map(RecordedRequest::status))
        .as("fabric8 tries again after 429")
        .containsExactly(429, 201);
  }

  @Test
  void carriesOutACreateWhoseAnswerIsLost() {
    server.faults().add(Fault.on("create", "pods").times(1).dropResponse());
    var config = server.config();
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient once = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> once.pods().inNamespace("default").resource(pod("a")).create())
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(client.pods().withName("a").get()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesARequestWithoutAnAnswer(boolean isCarriedOut) {
    Fault.Rule creates = Fault.on("create", "pods").times(1);
    server.faults().add(isCarriedOut ? creates.silenceResponse() : creates.silenceRequest());
    var config = server.config();
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout(300);
    try (KubernetesClient once = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> once.pods().inNamespace("default").resource(pod("a")).create())
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(client.pods().withName("a").get() != null).isEqualTo(isCarriedOut);
  }

  @Test
  void handsOutLogs() {
    server.setPodLogSource(
        request ->
            new ByteArrayInputStream(
                (request.pod() + " " + request.container() + " " + request.tailLines())
                    .getBytes(StandardCharsets.UTF_8)));
    Pod bound = new PodBuilder(pod("a")).editSpec().withNodeName("n").endSpec().build();
    client.pods().resource(bound).create();
    assertThat(client.pods().withName("a").tailingLines(5).getLog())
        .isEqualTo("a c OptionalLong[5]");
  }

  @Test
  void refusesTheNextPageOfAForgottenSnapshot() {
    for (String name : List.of("a", "b", "c")) {
      client.pods().resource(pod(name)).create();
    }
    RawApi api = new RawApi(client, server.config());
    String pods = "/api/v1/namespaces/default/pods?limit=1";
    String token = api.get(pods).at("/metadata/continue");
    client.pods().resource(pod("bb")).create();
    server.compact();
    RawApi.Answer expired = api.get(pods + "&continue=" + token);
    assertThat(expired.code()).isEqualTo(410);
    assertThat(expired.at("/reason")).isEqualTo("Expired");
    RawApi.Answer inconsistent = api.get(pods + "&continue=" + expired.at("/metadata/continue"));
    assertThat(inconsistent.itemNames())
        .as("the token of the refusal goes on with the present state")
        .containsExactly("b");
  }

  @Test
  void endsWatchesFromBeforeACompaction() {
    client.pods().resource(pod("a")).create();
    server.compact();
    RawApi api = new RawApi(client, server.config());
    RawApi.Answer watch =
        api.get("/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1&resourceVersion=101");
    assertThat(watch.events().get(0).at("/object/code").asInt()).isEqualTo(410);
  }

  @Test
  void bookmarksWatchesThatAskForIt() {
    try (EmbeddedApiServer quick =
        EmbeddedApiServer.builder().bookmarkInterval(Duration.ofMillis(50)).start()) {
      RawApi api = new RawApi(quick.client(), quick.config());
      RawApi.Answer watch =
          api.get(
              "/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1&allowWatchBookmarks=true");
      assertThat(watch.events())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.path("type").asText()).isEqualTo("BOOKMARK"));
    }
  }

  @Test
  void cutsWatchesOnRequest() {
    server.faults().add(Fault.on("watch", "pods").times(1).closeWatchAfter(Duration.ofMillis(50)));
    RawApi api = new RawApi(client, server.config());
    assertThatThrownBy(() -> api.get("/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=30"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no answer");
  }

  @Test
  void refusesTokensItDoesNotKnow() {
    var config = server.config();
    config.setOauthToken("nonsense");
    try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> stranger.pods().inNamespace("default").list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, error -> assertThat(error.getCode()).isEqualTo(401));
    }
  }
}
