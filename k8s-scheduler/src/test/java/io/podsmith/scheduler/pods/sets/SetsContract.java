// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Executors that sets of pods keep up, where pods run and no executor does: the test asks for ids
 * in their place. The same on the embedded cluster and on a real one.
 */
abstract class SetsContract {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final RecordingBackend backend = new RecordingBackend();
  private final String app = "sets-" + Long.toString(System.nanoTime(), 36);
  private final Map<String, Long> ids = new HashMap<>();
  private KubernetesClient client;
  private ExecutorPodManager manager;

  /** Opens a cluster whose pods run as soon as they are there; called once a test. */
  abstract KubernetesClient open(String namespace);

  abstract void close();

  @BeforeEach
  void connect() {
    client = open(app);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      if (manager != null) {
        manager.stop();
      }
      client.namespaces().withName(app).delete();
      close();
    }
  }

  private void start(String allocator, ExecutorSpecFactory specs) {
    Map<String, String> conf =
        Map.of(
            "spark.kubernetes.allocation.pods.allocator",
            allocator,
            "spark.kubernetes.dynamicAllocation.deleteGracePeriod",
            "10min");
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(conf, Map.of()), client, app, app, Optional.empty()),
            specs,
            backend,
            new ExecutorMetrics());
    manager.start();
  }

  private List<Pod> alive() {
    return client.pods().inNamespace(app).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .toList();
  }

  private void awaitRunning(int executors) throws Throwable {
    Eventually.within(LONG, () -> assertThat(alive()).as("running pods").hasSize(executors));
  }

  /** What the processes in the pods would do. */
  private void askForIds() throws Throwable {
    for (Pod pod : alive()) {
      String uid = pod.getMetadata().getUid();
      if (!ids.containsKey(uid)) {
        ids.put(uid, ids.size() + 1L);
        manager.nameExecutor(pod.getMetadata().getName(), ids.get(uid));
      }
    }
    Eventually.within(
        LONG,
        () ->
            assertThat(alive())
                .allSatisfy(
                    pod ->
                        assertThat(
                                pod.getMetadata()
                                    .getLabels()
                                    .get(Constants.SPARK_EXECUTOR_ID_LABEL))
                            .isEqualTo(Long.toString(ids.get(pod.getMetadata().getUid())))));
  }

  private Map<Long, String> namesById() {
    Map<Long, String> names = new TreeMap<>();
    alive()
        .forEach(
            pod -> names.put(ids.get(pod.getMetadata().getUid()), pod.getMetadata().getName()));
    return names;
  }

  private List<String> all() {
    return Stream.<List<? extends HasMetadata>>of(
            client.pods().inNamespace(app).list().getItems(),
            client.apps().statefulSets().inNamespace(app).list().getItems(),
            client.apps().deployments().inNamespace(app).list().getItems(),
            client.persistentVolumeClaims().inNamespace(app).list().getItems())
        .flatMap(List::stream)
        // Who lets go of a claim that was used is a controller that not every cluster runs.
        .filter(
            left ->
                !left.getKind().equals("PersistentVolumeClaim")
                    || left.getMetadata().getDeletionTimestamp() == null)
        .map(left -> left.getKind() + " " + left.getMetadata().getName())
        .toList();
  }

  @Test
  void aStatefulSetReplacesAnExecutorThatIsLost() throws Throwable {
    start("statefulset", TestPods.specs(app));
    manager.setTotalExpectedExecutors(Map.of(0, 3));
    awaitRunning(3);
    askForIds();
    String name = SetKind.STATEFUL_SET.nameOf(app, 0);
    assertThat(namesById().values())
        .containsExactlyInAnyOrder(name + "-0", name + "-1", name + "-2");
    long lost =
        namesById().entrySet().stream()
            .filter(e -> e.getValue().equals(name + "-1"))
            .findFirst()
            .orElseThrow()
            .getKey();
    client.pods().inNamespace(app).withName(name + "-1").withGracePeriod(0).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(lost));
    assertThat(backend.removed.get(lost).causedByApp()).isFalse();
    awaitRunning(3);
    assertThat(manager.isDeleted(lost)).isTrue();
  }

  @Test
  void aDeploymentShrinksByTheExecutorThatSparkLetsGo() throws Throwable {
    start("deployment", TestPods.specs(app));
    manager.setTotalExpectedExecutors(Map.of(0, 4));
    awaitRunning(4);
    askForIds();
    Map<Long, String> before = namesById();
    manager.setTotalExpectedExecutors(Map.of(0, 3));
    manager.killExecutors(List.of(2L));
    awaitRunning(3);
    before.remove(2L);
    assertThat(namesById()).isEqualTo(before);
  }

  @Test
  void growsAndShrinksEachProfileByItself() throws Throwable {
    start("statefulset", TestPods.specs(app));
    manager.setTotalExpectedExecutors(Map.of(0, 2, 1, 1));
    awaitRunning(3);
    manager.setTotalExpectedExecutors(Map.of(1, 4));
    awaitRunning(6);
    manager.setTotalExpectedExecutors(Map.of(0, 0, 1, 1));
    awaitRunning(1);
  }

  @Test
  void leavesNothingOfADeployment() throws Throwable {
    start("deployment", TestPods.specs(app));
    manager.setTotalExpectedExecutors(Map.of(0, 3));
    awaitRunning(3);
    manager.stop();
    Eventually.within(LONG, () -> assertThat(all()).isEmpty());
  }

  @Test
  void leavesNoClaimOfAStatefulSet() throws Throwable {
    start("statefulset", this::withClaim);
    manager.setTotalExpectedExecutors(Map.of(0, 2));
    Eventually.within(
        LONG,
        () ->
            assertThat(client.persistentVolumeClaims().inNamespace(app).list().getItems())
                .as("a claim for each executor")
                .hasSize(2)
                .allSatisfy(
                    claim ->
                        assertThat(claim.getMetadata().getOwnerReferences())
                            .singleElement()
                            .satisfies(o -> assertThat(o.getKind()).isEqualTo("StatefulSet"))));
    manager.stop();
    Eventually.within(LONG, () -> assertThat(all()).isEmpty());
  }

  private ExecutorSpec withClaim(long id, int profile) {
    String claim = app + "-exec-EXECID-pvc-0";
    Pod pod =
        new PodBuilder(TestPods.executor(app, id, profile))
            .editSpec()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim(claim, false)
            .endVolume()
            .editFirstContainer()
            .addNewVolumeMount()
            .withName("data")
            .withMountPath("/data")
            .endVolumeMount()
            .endContainer()
            .endSpec()
            .build();
    return new ExecutorSpec(
        pod,
        List.of(),
        List.of(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(claim)
                .addToLabels(Constants.SPARK_APP_ID_LABEL, app)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build()));
  }
}
