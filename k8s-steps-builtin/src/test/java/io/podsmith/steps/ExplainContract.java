// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Explanations of drivers that the built-in steps built, on any server. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ExplainContract {
  private static final String DRIVER = "demo-driver";

  @TempDir Path directory;
  private String namespace;

  abstract KubernetesClient client();

  String namespace() {
    return namespace;
  }

  @BeforeEach
  void makeNamespace() {
    namespace = "explain-%s".formatted(UUID.randomUUID());
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  @AfterEach
  void deleteNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  @Test
  void nameTheApiServerAsTheWriterOfDefaults() throws Exception {
    Plan plan = explain(Map.of("spark.podsmith.submit.dryRun", "server"));

    FieldProvenance field = field(plan, "spec.dnsPolicy");
    assertThat(field.winner().writer()).isEqualTo(Writer.of(Writer.Kind.API_SERVER));
    assertThat(field.winner().value()).isEqualTo("ClusterFirst");
    assertThat(plan.driver().pod().get("spec"))
        .as("the pod as sent")
        .asString()
        .doesNotContain("dnsPolicy");
    assertThat(client().pods().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void nameNoApiServerWithoutADryRunOnIt() throws Exception {
    assertThat(explain(Map.of("spark.podsmith.submit.dryRun", "client")).driver().fields())
        .flatExtracting(FieldProvenance::writes)
        .extracting(write -> write.writer().kind())
        .doesNotContain(Writer.Kind.API_SERVER);
  }

  @Test
  void areWrittenBesideTheSubmission() throws Exception {
    Plan plan = explain(Map.of());

    Pod pod = client().pods().inNamespace(namespace).withName(DRIVER).get();
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("podsmith.io/plan", PlanDocument.digest(plan));
    assertThat(field(plan, "metadata.name").winner().value()).isEqualTo(DRIVER);
  }

  static FieldProvenance field(Plan plan, String path) {
    return plan.driver().fields().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /** Submits and returns the plan that was written. */
  Plan explain(Map<String, String> settings) throws Exception {
    Path file = directory.resolve("plan.yaml");
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.master", "k8s://https://cluster.example.com:6443");
    all.put("spark.app.name", "demo");
    all.put("spark.kubernetes.namespace", namespace);
    all.put("spark.kubernetes.driver.pod.name", DRIVER);
    all.put("spark.kubernetes.container.image", "spark:4.1.1");
    all.put("spark.kubernetes.submission.waitAppCompletion", "false");
    all.put("spark.podsmith.explain", file.toString());
    Application application =
        new Application(
            "spark-demo",
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "org.example.Main",
            List.of(),
            Optional.empty());
    StringBuilder objects = new StringBuilder();
    new Submitter(client())
        .withOutput(objects::append)
        .submit(
            new SubmitRequest(
                SparkSettings.of(all, Map.of()), application, SparkRuntime.standalone("4.1.1")));
    return PlanDocument.read(Files.readString(file), "plan.yaml");
  }
}
