// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.core.submit.saved.AllowedDifferences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A submission creates all objects of a driver, or none: {@code spark.podsmith.submission.atomic}.
 */
abstract class AtomicSubmissionContract extends DriverContract {
  static final String PASSWORD = "s3cr3t";
  private static final String GATE = "podsmith.io/submission";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The requests of a job with a secret setting and a step with four objects. */
  static final List<String> REQUESTS =
      List.of(
          "POST jobs",
          "POST configmaps",
          "POST configmaps",
          "POST persistentvolumeclaims",
          "POST pods",
          "PATCH configmaps",
          "PATCH configmaps",
          "PATCH persistentvolumeclaims",
          "POST services",
          "POST configmaps",
          "POST configmaps",
          "POST secrets",
          "PATCH pods",
          "DELETE jobs");

  /** The number of the request that starts the driver. */
  static final int COMMIT = REQUESTS.indexOf("PATCH pods") + 1;

  @TempDir Path directory;

  @Test
  void startsTheDriverOnceAllObjectsExist() throws Exception {
    Writes writes = new Writes(Writes.Hook.NONE, Writes.Hook.NONE);
    try (KubernetesClient client = writes.client(client().getConfiguration())) {
      submit(client, namespace(), Map.of());
    }

    assertThat(writes.sent()).containsExactlyElementsOf(REQUESTS);
    assertComplete(namespace());
  }

  @Test
  void keepsTheGatesOfThePodTemplate() throws Exception {
    Path template =
        Files.writeString(
            directory.resolve("t.yaml"),
            "kind: Pod\nspec: {schedulingGates: [{name: example.com/quota}]}\n");

    submit(
        client(),
        namespace(),
        Map.of("spark.kubernetes.driver.podTemplateFile", template.toString()));

    assertThat(pod().getSpec().getSchedulingGates())
        .extracting(gate -> gate.getName())
        .containsExactly("example.com/quota");
    assertThat(pod().getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void deletesAllAtOnceIfItFails() throws Exception {
    Writes writes =
        new Writes(
            (number, isWrite) -> {
              if (isWrite && number == 2) {
                createFixedMapOfAnother();
              }
            },
            Writes.Hook.NONE);
    try (KubernetesClient client = writes.client(client().getConfiguration())) {
      assertThatThrownBy(() -> submit(client, namespace(), Map.of()))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("configmap %s in namespace".formatted(ObjectSteps.FIXED));
    }

    assertThat(writes.sent()).endsWith("DELETE configmaps", "DELETE jobs");
    assertThat(leftovers(namespace())).containsExactly("ConfigMap fixed");
  }

  private void createFixedMapOfAnother() {
    client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(ObjectSteps.FIXED)
                .withNamespace(namespace())
                .addToLabels("spark-app-selector", "other")
                .endMetadata()
                .build())
        .create();
  }

  @Test
  void leavesAClaimThatExistedAloneIfItFails() throws Exception {
    submit(client(), namespace(), Map.of());
    client().pods().inNamespace(namespace()).withName(DRIVER).delete();
    await("the end of the first", () -> leftovers(namespace()).isEmpty());
    createClaim();

    cutAfter(COMMIT - 1, namespace());
    await(
        "the end of the lease",
        () -> leftovers(namespace()).equals(List.of("PersistentVolumeClaim work")));

    submit(client(), namespace(), Map.of());
    assertComplete(namespace());
  }

  private void createClaim() throws Exception {
    HasMetadata claim =
        ObjectSteps.during(
            directory,
            () -> {
              try (PreparedSubmission prepared = prepare(request(namespace(), Map.of()))) {
                return prepared.spec().preResources().stream()
                    .filter(each -> each.getMetadata().getName().equals(ObjectSteps.CLAIM))
                    .findFirst()
                    .orElseThrow();
              }
            });
    client().resource(claim).inNamespace(namespace()).create();
  }

  @Test
  void failsIfItTakesLongerThanItsLease() throws Exception {
    assertExpires(
        () -> await("the end of the lease", () -> leftovers(namespace()).isEmpty()),
        "its objects were not complete in time (");
  }

  @Test
  void failsIfSomebodyDeletesItsJob() throws Exception {
    assertExpires(
        () -> {
          client().batch().v1().jobs().inNamespace(namespace()).delete();
          await("the end of the pod", () -> leftovers(namespace()).isEmpty());
        },
        "or somebody deleted the pod or job spark-drv-");
  }

  private void assertExpires(Runnable beforeCommit, String words) throws Exception {
    Writes writes =
        new Writes(
            (number, isWrite) -> {
              if (isWrite && number == COMMIT - 1) {
                beforeCommit.run();
              }
            },
            Writes.Hook.NONE);
    try (KubernetesClient client = writes.client(client().getConfiguration())) {
      assertThatThrownBy(() -> submit(client, namespace(), shortLease()))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("[PODSMITH-CLUSTER-007] cannot submit pod %s".formatted(DRIVER))
          .hasMessageContaining(words)
          .hasMessageContaining("spark.podsmith.submission.atomic.timeout=5 s");
    }
    await("the clean-up", () -> leftovers(namespace()).isEmpty());
  }

  @Test
  void appliesASavedPlan() throws Exception {
    Plan plan =
        ObjectSteps.during(
            directory,
            () -> {
              SubmitRequest request =
                  request(namespace(), Map.of("spark.podsmith.explain.managedFields", "true"));
              try (PreparedSubmission prepared =
                  prepare(request.settings().without(SparkKeys.MASTER), request)) {
                return PlanDocument.read(PlanDocument.toYaml(prepared.plan()), "plan.yaml");
              }
            });

    SubmissionResult result =
        new Submitter(client())
            .apply(plan, SparkSettings.of(Map.of(), Map.of()), AllowedDifferences.none());

    assertThat(result.submissionId()).isEqualTo("%s:%s".formatted(namespace(), DRIVER));
    assertComplete(namespace());
    assertThat(pod().getMetadata().getManagedFields())
        .as("the gate has no field manager")
        .allSatisfy(
            entry ->
                assertThat(String.valueOf(entry.getFieldsV1())).doesNotContain("schedulingGates"));
  }

  /** Submits, and lets no request through after a number of those that change something. */
  void cutAfter(int writes, String namespace) throws Exception {
    Writes cut =
        new Writes(
            (number, isWrite) -> {
              if (number > writes || (number == writes && !isWrite && number > 0)) {
                throw new KubernetesClientException("the submitter is dead");
              }
            },
            Writes.Hook.NONE);
    try (KubernetesClient client = cut.client(client().getConfiguration())) {
      if (writes < COMMIT) {
        assertThatThrownBy(() -> submit(client, namespace, shortLease()))
            .isInstanceOf(ClusterException.class);
      } else {
        submit(client, namespace, shortLease());
      }
    }
  }

  static Map<String, String> shortLease() {
    return Map.of("spark.podsmith.submission.atomic.timeout", "5s");
  }

  SubmissionResult submit(KubernetesClient client, String namespace, Map<String, String> settings)
      throws Exception {
    return ObjectSteps.during(
        directory, () -> new Submitter(client).submit(request(namespace, secret(settings))));
  }

  static Map<String, String> secret(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("spark.my.password", PASSWORD);
    return all;
  }

  static SubmitRequest request(String namespace, Map<String, String> settings) {
    Map<String, String> all = in(namespace, settings);
    all.put("spark.podsmith.submission.atomic", "true");
    return Demo.request(all);
  }

  private static PreparedSubmission prepare(SubmitRequest request) {
    return prepare(request.settings(), request);
  }

  private static PreparedSubmission prepare(SparkSettings settings, SubmitRequest request) {
    return Planner.prepare(settings, request.runtime(), request.application(), request.origins());
  }

  /** Checks that the driver can start, has all its objects, and that no Job is left. */
  void assertComplete(String namespace) {
    await(
        "the end of the Job",
        () -> client().batch().v1().jobs().inNamespace(namespace).list().getItems().isEmpty());
    Pod pod = client().pods().inNamespace(namespace).withName(DRIVER).get();
    assertThat(pod.getSpec().getSchedulingGates()).isEmpty();
    assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
    String uid = pod.getMetadata().getUid();
    List<HasMetadata> objects = objects(namespace);
    assertThat(objects).hasSizeGreaterThanOrEqualTo(6);
    await(
        "the pod as the only owner",
        () ->
            objects(namespace).stream()
                .filter(each -> !each.getKind().equals("Pod"))
                .allMatch(each -> owners(each).equals(List.of(uid))));
  }

  private static List<String> owners(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid).toList();
  }

  /** Returns what is in a namespace, apart from what every namespace has. */
  List<HasMetadata> objects(String namespace) {
    List<HasMetadata> all = new ArrayList<>();
    KubernetesClient client = client();
    all.addAll(client.batch().v1().jobs().inNamespace(namespace).list().getItems());
    all.addAll(client.pods().inNamespace(namespace).list().getItems());
    all.addAll(client.secrets().inNamespace(namespace).list().getItems());
    all.addAll(client.services().inNamespace(namespace).list().getItems());
    all.addAll(client.persistentVolumeClaims().inNamespace(namespace).list().getItems());
    client.configMaps().inNamespace(namespace).list().getItems().stream()
        .filter(each -> !each.getMetadata().getName().equals("kube-root-ca.crt"))
        .forEach(all::add);
    return all;
  }

  /** Returns the same as kinds and names. */
  List<String> leftovers(String namespace) {
    return objects(namespace).stream()
        .map(each -> "%s %s".formatted(each.getKind(), each.getMetadata().getName()))
        .toList();
  }

  /** Checks what a submitter that died after some requests leaves, in a namespace for each. */
  void assertOutcomes(Map<Integer, String> namespaceByRequests) {
    Map<Integer, String> open = new LinkedHashMap<>(namespaceByRequests);
    await(
        "a clean namespace for each submitter: %s".formatted(namespaceByRequests),
        () -> {
          open.entrySet()
              .removeIf(each -> each.getKey() >= COMMIT || leftovers(each.getValue()).isEmpty());
          return open.isEmpty();
        });
    namespaceByRequests.forEach(
        (requests, namespace) -> {
          if (requests >= COMMIT) {
            assertComplete(namespace);
          }
        });
  }

  /** Returns how often to look at the server. */
  Duration pause() {
    return Duration.ofMillis(100);
  }

  void await(String what, BooleanSupplier isDone) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isDone.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(pause().toNanos());
    }
  }
}
