// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.testkit.RealKubernetes;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our rules for names against what a real API server takes and refuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealNameRulesIT {
  private static final int UNPROCESSABLE = 422;

  private KubeAPIServer server;
  private KubernetesClient client;

  @BeforeAll
  void startServer() {
    RealKubernetes.assumeThere();
    server = RealKubernetes.startApiServer();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      client.close();
      server.stop();
    }
  }

  static Stream<String> texts() {
    return Stream.of(
        "a",
        "A",
        "1",
        "1a",
        "-a",
        "a-",
        ".a",
        "a.",
        "_a",
        "a.b",
        "a..b",
        "a.-b",
        "a_b",
        "A_b.c-1",
        "a b",
        "a/b",
        "A/b",
        "a/B",
        "a_b/c",
        "a/b/c",
        "/a",
        "a/",
        "a=b",
        "a:b",
        "a\tb",
        "ä",
        "~",
        "{{APP_ID}}",
        "a".repeat(63),
        "a".repeat(64),
        "a".repeat(253),
        "a".repeat(254),
        "x/" + "n".repeat(63),
        "x/" + "n".repeat(64),
        "p".repeat(253) + "/n",
        "p".repeat(254) + "/n");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void agreesOnNames(String text) {
    assertAgreement(
        text,
        NameRules::isDnsLabel,
        t -> new NamespaceBuilder().withNewMetadata().withName(t).endMetadata().build());
    assertAgreement(
        text,
        NameRules::isDnsLabel,
        t ->
            pod(
                p ->
                    p.editSpec()
                        .addNewVolume()
                        .withName(t)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()));
    assertAgreement(
        text, NameRules::isDnsSubdomain, t -> pod(p -> p.editMetadata().withName(t).endMetadata()));
    assertAgreement(
        text,
        NameRules::isDnsSubdomain,
        t -> pod(p -> p.editSpec().withServiceAccountName(t).endSpec()));
    assertAgreement(
        text,
        NameRules::isServiceName,
        t ->
            new ServiceBuilder()
                .withNewMetadata()
                .withName(t)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void agreesOnLabelsAndAnnotations(String text) {
    assertAgreement(
        text,
        NameRules::isLabelKey,
        t -> pod(p -> p.editMetadata().addToLabels(t, "x").endMetadata()));
    assertAgreement(
        text,
        NameRules::isLabelValue,
        t -> pod(p -> p.editMetadata().addToLabels("x", t).endMetadata()));
    assertAgreement(
        text,
        NameRules::isAnnotationKey,
        t -> pod(p -> p.editMetadata().addToAnnotations(t, "x").endMetadata()));
    assertAgreement(
        text,
        NameRules::isLabelKey,
        t -> pod(p -> p.editSpec().addToNodeSelector(t, "x").endSpec()));
    assertAgreement(
        text,
        NameRules::isLabelValue,
        t -> pod(p -> p.editSpec().addToNodeSelector("x", t).endSpec()));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void agreesOnNamesOfVariables(String text) {
    assertAgreement(
        text,
        NameRules::isEnvironmentName,
        t ->
            pod(
                p ->
                    p.editSpec()
                        .editFirstContainer()
                        .addNewEnv()
                        .withName(t)
                        .withValue("x")
                        .endEnv()
                        .endContainer()
                        .endSpec()));
  }

  private void assertAgreement(
      String text, Predicate<String> rule, Function<String, HasMetadata> objectWith) {
    HasMetadata object = objectWith.apply(text);
    assertThat(rule.test(text))
        .as("'%s' in %s: the API server is right, mend NameRules", text, object)
        .isEqualTo(isTaken(object));
  }

  private boolean isTaken(HasMetadata object) {
    try {
      client.resource(object).inNamespace("default").dryRun(true).create();
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isEqualTo(UNPROCESSABLE);
      return false;
    }
  }

  private static HasMetadata pod(UnaryOperator<PodBuilder> edit) {
    return edit.apply(
            new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("c")
                .withImage("i")
                .endContainer()
                .endSpec())
        .build();
  }
}
