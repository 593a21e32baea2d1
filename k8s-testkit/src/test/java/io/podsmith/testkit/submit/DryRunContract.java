// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.Submitter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a dry run does on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class DryRunContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private ApiServerUnderTest server;
  private KubernetesClient client;
  private RecordedCalls calls;
  private String namespace;

  abstract ApiServerUnderTest start();

  @BeforeAll
  void startServer() {
    server = start();
    calls = new RecordedCalls(server::refuse);
    client =
        new KubernetesClientBuilder()
            .withConfig(server.config())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("calls", calls))
            .build();
  }

  @AfterAll
  void stopServer() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeNamespace() {
    namespace = "dry-run-%d".formatted(COUNT.incrementAndGet());
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  @Test
  void printsObjectsThatCanBeAppliedWithoutRequests() throws Exception {
    int before = calls.changes().size();
    String text = run("client", Drivers.driver("pi"));

    assertThat(calls.changes()).as("changes of a client dry run").hasSize(before);
    List<HasMetadata> shown = client.load(stream(text)).items();
    assertThat(shown)
        .extracting(each -> "%s %s".formatted(each.getKind(), each.getMetadata().getName()))
        .as("order of creation")
        .containsExactly("ConfigMap pi-pre", "Pod pi", "Service pi-svc", "ConfigMap pi-conf");
    shown.forEach(each -> client.resource(each).create());
    assertThat(client.pods().inNamespace(namespace).withName("pi").get()).isNotNull();
  }

  @Test
  void printsNoSecret() throws Exception {
    String secret = "s3cr3t:=value";
    TreeMap<String, String> properties = new TreeMap<>(Map.of("spark.my.password", secret));
    DriverSpec plain = Drivers.driver("pi");
    List<HasMetadata> resources = new ArrayList<>();
    resources.add(
        new SecretBuilder()
            .withNewMetadata()
            .withName("a-secret")
            .endMetadata()
            .addToStringData("plain", "something")
            .addToData("encoded", "c29tZXRoaW5n")
            .build());
    resources.add(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("conf")
            .endMetadata()
            .addToData("spark.properties", "spark.a=1\nspark.my.password=s3cr3t\\:\\=value\n")
            .addToData("other", "password is %s.".formatted(secret))
            .build());
    String text =
        run("client", new DriverSpec(plain.pod(), List.of(), resources, properties, List.of()));

    assertThat(text)
        .doesNotContain("s3cr3t", "something", "c29tZXRoaW5n")
        .contains("spark.my.password=(secret)", "spark.a=1", "other: \"(secret)\"")
        .contains("# The values of this Secret are not shown")
        .contains("stringData:\n  encoded: \"(secret)\"\n  plain: \"(secret)\"");
  }

  @Test
  void showsWhatTheServerWouldChangeAndCreatesNothing() throws Exception {
    String text = run("server", Drivers.driver("pi"));

    assertThat(text)
        .contains("# The API server would set or change:")
        .contains("#   spec.dnsPolicy: ClusterFirst (api-server)");
    assertThat(client.load(stream(text)).items()).hasSize(4);
    assertNothingIsLeft();
  }

  @Test
  void failsIfTheQuotaIsExhausted() {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-pods")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    var created = client.resource(quota).create();
    client
        .resource(
            new ResourceQuotaBuilder(created)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .withNewStatus()
                .addToHard("pods", new Quantity("0"))
                .addToUsed("pods", new Quantity("0"))
                .endStatus()
                .build())
        .updateStatus();

    assertThatThrownBy(() -> run("server", Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("exceeded quota: no-pods");
    assertNothingIsLeft();
  }

  @Test
  void rejectsAnotherMode() {
    assertThatThrownBy(() -> run("maybe", Drivers.driver("pi")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.podsmith.submit.dryRun")
        .hasMessageContaining("maybe");
  }

  String run(String mode, DriverSpec spec) throws InterruptedException {
    StringBuilder out = new StringBuilder();
    SparkSettings settings =
        Drivers.settings(namespace).with(Map.of("spark.podsmith.submit.dryRun", mode));
    SubmissionResult result = new Submitter(client).withOutput(out::append).submit(spec, settings);
    assertThat(result.processExitCode()).isZero();
    return out.toString();
  }

  void assertNothingIsLeft() {
    assertThat(
            Stream.of(
                    client.pods().inNamespace(namespace).list().getItems(),
                    client.configMaps().inNamespace(namespace).list().getItems(),
                    client.services().inNamespace(namespace).list().getItems())
                .flatMap(List::stream)
                .filter(each -> !each.getMetadata().getName().equals("kube-root-ca.crt")))
        .as("objects after a dry run")
        .isEmpty();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
