// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * How stateful sets and deployments keep up pods. The same cases run against the embedded server
 * and against a real control plane; where these differ, the embedded one is wrong. There are no
 * nodes: the test says itself which pods run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WorkloadConformance {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final Map<String, String> LABELS = Map.of("app", "it");

  private ApiTarget target;
  private KubernetesClient client;
  private RawApi api;
  private String namespace;

  abstract ApiTarget open();

  @BeforeAll
  void start() {
    target = open();
    Config config = target.config();
    client = new KubernetesClientBuilder().withConfig(config).build();
    api = new RawApi(client, config);
  }

  @AfterAll
  void stop() {
    if (target != null) {
      client.close();
      target.close();
    }
  }

  @BeforeEach
  void makeNamespace() {
    namespace = "w" + UUID.randomUUID().toString().substring(0, 8);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @AfterEach
  void deleteNamespace() {
    client.namespaces().withName(namespace).delete();
  }

  // ---------------------------------------------------------------- stateful sets

  @Test
  void makesAllPodsOfAParallelSetAtOnce() {
    create(set("s", 3, "Parallel").build());
    await("three pods, none of which runs", () -> names().equals(List.of("s-0", "s-1", "s-2")));
    Pod pod = pod("s-1");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app", "it")
        .containsEntry("statefulset.kubernetes.io/pod-name", "s-1")
        .containsEntry("apps.kubernetes.io/pod-index", "1")
        .containsKey("controller-revision-hash");
    assertThat(pod.getSpec().getHostname()).isEqualTo("s-1");
    assertThat(pod.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertOwner(owner, "StatefulSet", "s"));
  }

  @Test
  void makesThePodsOfAnOrderedSetOneAfterTheOther() {
    create(set("s", 2, "OrderedReady").build());
    await("the first pod", () -> names().equals(List.of("s-0")));
    run("s-0");
    await("the second pod", () -> names().equals(List.of("s-0", "s-1")));
  }

  @Test
  void takesTheHighestNumbersWhenASetShrinks() {
    create(set("s", 4, "Parallel").build());
    await("four pods", () -> names().size() == 4);
    names().forEach(this::run);
    scale("statefulsets", "s", 2);
    await("the first two", () -> names().equals(List.of("s-0", "s-1")));
    scale("statefulsets", "s", 3);
    await("one more", () -> names().equals(List.of("s-0", "s-1", "s-2")));
  }

  @Test
  void replacesAPodThatIsDeletedUnderTheSameName() {
    create(set("s", 2, "Parallel").build());
    await("two pods", () -> names().size() == 2);
    String before = uid("s-0");
    client.resource(pod("s-0")).withGracePeriod(0).delete();
    await("another s-0", () -> names().size() == 2 && !uid("s-0").equals(before));
  }

  @Test
  void replacesAPodThatFailed() {
    create(set("s", 1, "Parallel").build());
    await("a pod", () -> names().size() == 1);
    String before = uid("s-0");
    setPhase("s-0", "Failed", false);
    await("another s-0", () -> names().size() == 1 && !uid("s-0").equals(before));
  }

  @Test
  void makesAClaimForEachPodThatOutlivesIt() {
    create(withClaims(set("s", 2, "Parallel"), "Retain", "Retain").build());
    await("two pods", () -> names().size() == 2);
    assertThat(claims().keySet()).containsExactly("data-s-0", "data-s-1");
    PersistentVolumeClaim claim = claims().get("data-s-1");
    assertThat(claim.getMetadata().getLabels())
        .containsEntry("app", "it")
        .containsEntry("own", "1");
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(pod("s-1").getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("data"))
        .singleElement()
        .satisfies(
            volume ->
                assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("data-s-1"));
    scale("statefulsets", "s", 1);
    await("one pod", () -> names().size() == 1);
    assertThat(claims().keySet()).containsExactly("data-s-0", "data-s-1");
  }

  @Test
  void takesClaimsAlongWithTheSetWhereItIsToldTo() {
    create(withClaims(set("s", 2, "Parallel"), "Delete", "Retain").build());
    await("two pods", () -> names().size() == 2);
    await(
        "the set owns the claims",
        () ->
            claims().values().stream()
                .allMatch(claim -> ownerKinds(claim).equals(List.of("StatefulSet"))));
    scale("statefulsets", "s", 1);
    await("one pod", () -> names().size() == 1);
    assertThat(claims()).hasSize(2);
    client.apps().statefulSets().inNamespace(namespace).withName("s").delete();
    await("nothing", () -> names().isEmpty() && claims().isEmpty());
  }

  @Test
  void takesClaimsAlongWithPodsThatAreTooManyWhereItIsToldTo() {
    create(withClaims(set("s", 3, "Parallel"), "Delete", "Delete").build());
    await("three pods", () -> names().size() == 3);
    await(
        "the set owns the claims",
        () ->
            claims().size() == 3
                && claims().values().stream()
                    .allMatch(claim -> ownerKinds(claim).equals(List.of("StatefulSet"))));
    scale("statefulsets", "s", 1);
    await("one claim", () -> claims().keySet().equals(Set.of("data-s-0")));
  }

  @Test
  void givesPodsOfASetTheirHostNameWhateverTheTemplateSays() {
    create(
        set("s", 1, "Parallel")
            .editSpec()
            .editTemplate()
            .editSpec()
            .withHostname("NO-HOST")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    await("a pod", () -> names().equals(List.of("s-0")));
    assertThat(pod("s-0").getSpec().getHostname()).isEqualTo("s-0");
  }

  @Test
  void refusesADeploymentWhoseTemplateIsNoPod() {
    Deployment wrong =
        deployment("d", 1)
            .editSpec()
            .editTemplate()
            .editSpec()
            .withHostname("NO-HOST")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    assertThatThrownBy(() -> create(wrong))
        .hasMessageContaining("spec.template.spec.hostname: Invalid value");
  }

  @Test
  void reportsTheStateOfASet() {
    create(set("s", 2, "Parallel").build());
    await("two pods", () -> names().size() == 2);
    run("s-0");
    await(
        "two replicas, one ready",
        () -> {
          var status = statefulSet("s").getStatus();
          return status.getReplicas() == 2
              && Integer.valueOf(1).equals(status.getReadyReplicas())
              && Integer.valueOf(1).equals(status.getAvailableReplicas())
              && Integer.valueOf(2).equals(status.getUpdatedReplicas())
              && status.getObservedGeneration().equals(1L);
        });
    scale("statefulsets", "s", 1);
    await(
        "one replica, seen in its second generation",
        () -> {
          var status = statefulSet("s").getStatus();
          return status.getReplicas() == 1 && status.getObservedGeneration().equals(2L);
        });
  }

  @Test
  void replacesPodsWhenTheTemplateOfASetChanges() {
    create(set("s", 2, "Parallel").build());
    await("two pods", () -> names().size() == 2);
    names().forEach(this::run);
    changeTemplate("statefulsets", "s");
    await("the last pod is replaced first", () -> isOfEdition("s-1") && !isOfEdition("s-0"));
    run("s-1");
    await("then the first", () -> isOfEdition("s-0"));
  }

  // ---------------------------------------------------------------- deployments

  @Test
  void makesAReplicaSetAndItsPods() {
    create(deployment("d", 3).build());
    await("three pods", () -> names().size() == 3);
    ReplicaSet set = replicaSets().get(0);
    String hash = set.getMetadata().getLabels().get("pod-template-hash");
    assertThat(set.getMetadata().getName()).isEqualTo("d-" + hash);
    assertThat(set.getSpec().getSelector().getMatchLabels())
        .containsEntry("app", "it")
        .containsEntry("pod-template-hash", hash);
    assertThat(set.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertOwner(owner, "Deployment", "d"));
    assertThat(pods())
        .allSatisfy(
            pod -> {
              assertThat(pod.getMetadata().getGenerateName()).isEqualTo("d-" + hash + "-");
              assertThat(pod.getMetadata().getName()).startsWith("d-" + hash + "-");
              assertThat(pod.getMetadata().getLabels()).containsEntry("pod-template-hash", hash);
              assertThat(pod.getMetadata().getOwnerReferences())
                  .singleElement()
                  .satisfies(owner -> assertOwner(owner, "ReplicaSet", "d-" + hash));
            });
  }

  @Test
  void takesThePodsThatCostLeastWhenADeploymentShrinks() {
    create(deployment("d", 4).build());
    await("four pods", () -> names().size() == 4);
    List<String> before = names();
    before.forEach(this::run);
    awaitReady("d", 4);
    annotate(before.get(1), "-5");
    annotate(before.get(2), "7");
    scale("deployments", "d", 3);
    await("three pods", () -> names().size() == 3);
    assertThat(names()).doesNotContain(before.get(1));
    annotate(before.get(0), "8");
    annotate(before.get(3), "9");
    scale("deployments", "d", 2);
    await("two pods", () -> names().size() == 2);
    assertThat(names()).containsExactlyInAnyOrder(before.get(0), before.get(3));
  }

  @Test
  void takesPodsThatAreNotReadyWhateverTheyCost() {
    create(deployment("d", 3).build());
    await("three pods", () -> names().size() == 3);
    List<String> before = names();
    run(before.get(0));
    run(before.get(1));
    awaitReady("d", 2);
    annotate(before.get(0), "-5");
    scale("deployments", "d", 2);
    await("two pods", () -> names().size() == 2);
    assertThat(names()).containsExactlyInAnyOrder(before.get(0), before.get(1));
  }

  @Test
  void replacesPodsOfADeploymentThatAreLost() {
    create(deployment("d", 2).build());
    await("two pods", () -> names().size() == 2);
    List<String> before = names();
    client.resource(pod(before.get(0))).withGracePeriod(0).delete();
    await("another pod", () -> names().size() == 2 && !names().contains(before.get(0)));
    assertThat(names()).contains(before.get(1));
  }

  @Test
  void leavesAFailedPodOfADeploymentAndMakesAnother() {
    create(deployment("d", 1).build());
    await("a pod", () -> names().size() == 1);
    setPhase(names().get(0), "Failed", false);
    await("another pod beside it", () -> names().size() == 2);
  }

  @Test
  void reportsTheStateOfADeployment() {
    create(deployment("d", 2).build());
    await("two pods", () -> names().size() == 2);
    await("which are not available", () -> "False".equals(condition("d", "Available")));
    names().forEach(this::run);
    await(
        "all are ready",
        () -> {
          var status =
              client.apps().deployments().inNamespace(namespace).withName("d").get().getStatus();
          return Integer.valueOf(2).equals(status.getReplicas())
              && Integer.valueOf(2).equals(status.getReadyReplicas())
              && Integer.valueOf(2).equals(status.getAvailableReplicas())
              && Integer.valueOf(2).equals(status.getUpdatedReplicas())
              && status.getUnavailableReplicas() == null;
        });
    await("and the deployment available", () -> "True".equals(condition("d", "Available")));
  }

  @Test
  void replacesPodsWhenTheTemplateOfADeploymentChanges() {
    create(deployment("d", 1).build());
    await("a pod", () -> names().size() == 1);
    String first = names().get(0);
    run(first);
    changeTemplate("deployments", "d");
    await("another pod", () -> names().stream().anyMatch(this::isOfEdition));
    names().stream().filter(this::isOfEdition).forEach(this::run);
    await("the first one goes", () -> !names().contains(first) && names().size() == 1);
  }

  @Test
  void saysThatPodsMayNotBeMadeAndGoesOnWhenTheyMay() {
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("few")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("1"))
            .endSpec()
            .build();
    client.resource(quota).create();
    await(
        "the quota is in force",
        () -> {
          var status = client.resource(quota).get().getStatus();
          return status != null && status.getHard() != null && !status.getHard().isEmpty();
        });
    create(deployment("d", 2).build());
    await("a word about it", () -> "True".equals(condition("d", "ReplicaFailure")));
    assertThat(names()).hasSize(1);
    client.resource(quota).delete();
    await("both pods", () -> names().size() == 2);
  }

  @Test
  void takesAllAlongWhenADeploymentIsDeleted() {
    create(deployment("d", 2).build());
    await("two pods", () -> names().size() == 2);
    client.apps().deployments().inNamespace(namespace).withName("d").delete();
    await("nothing", () -> names().isEmpty() && replicaSets().isEmpty());
  }

  // ---------------------------------------------------------------- helpers

  private StatefulSetBuilder set(String name, int replicas, String policy) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withPodManagementPolicy(policy)
        .withServiceName("")
        .withNewSelector()
        .withMatchLabels(LABELS)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(LABELS)
        .endMetadata()
        .withNewSpec()
        .withSchedulerName("none")
        .addNewContainer()
        .withName("c")
        .withImage("i:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  private static StatefulSetBuilder withClaims(
      StatefulSetBuilder set, String whenDeleted, String whenScaled) {
    return set.editSpec()
        .withNewPersistentVolumeClaimRetentionPolicy(whenDeleted, whenScaled)
        .addNewVolumeClaimTemplate()
        .withNewMetadata()
        .withName("data")
        .addToLabels("own", "1")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .endVolumeClaimTemplate()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  private DeploymentBuilder deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(LABELS)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(LABELS)
        .endMetadata()
        .withNewSpec()
        .withSchedulerName("none")
        .addNewContainer()
        .withName("c")
        .withImage("i:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  private void create(HasMetadata object) {
    client.resource(object).create();
  }

  private void scale(String plural, String name, int replicas) {
    RawApi.Answer answer =
        api.put(
            "/apis/apps/v1/namespaces/" + namespace + "/" + plural + "/" + name + "/scale",
            ("{'kind':'Scale','apiVersion':'autoscaling/v1','metadata':{'name':'%s',"
                    + "'namespace':'%s'},'spec':{'replicas':%d}}")
                .formatted(name, namespace, replicas)
                .replace('\'', '"'));
    assertThat(answer.code()).as("scaling: %s", answer.text()).isEqualTo(200);
  }

  private void changeTemplate(String plural, String name) {
    RawApi.Answer answer =
        api.patch(
            "/apis/apps/v1/namespaces/" + namespace + "/" + plural + "/" + name,
            RawApi.MERGE_PATCH,
            "{'spec':{'template':{'metadata':{'labels':{'edition':'2'}}}}}".replace('\'', '"'));
    assertThat(answer.code()).as("changing: %s", answer.text()).isEqualTo(200);
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  private List<String> names() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  private String uid(String pod) {
    Pod found = pod(pod);
    return found == null ? "" : found.getMetadata().getUid();
  }

  private boolean isOfEdition(String pod) {
    Pod found = pod(pod);
    return found != null && "2".equals(found.getMetadata().getLabels().get("edition"));
  }

  private List<ReplicaSet> replicaSets() {
    return client.apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  private StatefulSet statefulSet(String name) {
    return client.apps().statefulSets().inNamespace(namespace).withName(name).get();
  }

  private Map<String, PersistentVolumeClaim> claims() {
    return client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                claim -> claim.getMetadata().getName(), claim -> claim, (a, b) -> a, TreeMap::new));
  }

  private static List<String> ownerKinds(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().map(OwnerReference::getKind).toList();
  }

  private static void assertOwner(OwnerReference owner, String kind, String name) {
    assertThat(owner.getApiVersion()).isEqualTo("apps/v1");
    assertThat(owner.getKind()).isEqualTo(kind);
    assertThat(owner.getName()).isEqualTo(name);
    assertThat(owner.getController()).isTrue();
    assertThat(owner.getBlockOwnerDeletion()).isTrue();
  }

  private String condition(String deployment, String type) {
    Deployment found =
        client.apps().deployments().inNamespace(namespace).withName(deployment).get();
    return found.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus())
        .findFirst()
        .orElse("");
  }

  private void awaitReady(String deployment, int pods) {
    await(
        pods + " ready",
        () ->
            Integer.valueOf(pods)
                .equals(
                    client
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(deployment)
                        .get()
                        .getStatus()
                        .getReadyReplicas()));
  }

  private void annotate(String pod, String cost) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(COST, cost));
  }

  private void run(String pod) {
    setPhase(pod, "Running", true);
  }

  private void setPhase(String name, String phase, boolean isReady) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(
            found ->
                new PodBuilder(found)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withConditions(
                        new PodConditionBuilder()
                            .withType("Ready")
                            .withStatus(isReady ? "True" : "False")
                            .withLastTransitionTime("2026-01-01T00:00:00Z")
                            .build())
                    .endStatus()
                    .build());
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaiting.until(condition, LONG, what);
  }
}
