// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.allocator.AllocatorContext;
import io.podsmith.scheduler.allocator.ObservedPod;
import io.podsmith.scheduler.allocator.PodsAllocator;
import io.podsmith.scheduler.pods.cleanup.ClusterCleanup;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.Finalizers;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an API server that misbehaves does to executors: nothing that lasts. */
class EmbeddedServerIT {
  private static final String APP = "spark-app";
  private static final String NAMESPACE = "default";
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(server.config()).build();
  private final SimulatedNode node = new SimulatedNode(server.client(), NAMESPACE);
  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private Optional<ExecutorPodManager> manager = Optional.empty();

  @AfterEach
  void close() {
    server.faults().clear();
    manager.ifPresent(ExecutorPodManager::stop);
    node.close();
    client.close();
    server.close();
  }

  private ExecutorPodManager start(String... settings) {
    return start(TestPods.specs(APP), settings);
  }

  private ExecutorPodManager start(ExecutorSpecFactory specs, String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark." + settings[i], settings[i + 1]);
    }
    ExecutorPodManager started =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(conf, Map.of()), client, NAMESPACE, APP, Optional.empty()),
            specs,
            backend,
            metrics);
    manager = Optional.of(started);
    started.start();
    return started;
  }

  private List<Pod> pods() {
    return server
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(Constants.SPARK_APP_ID_LABEL, APP)
        .list()
        .getItems();
  }

  private List<String> names() {
    return pods().stream().map(p -> p.getMetadata().getName()).toList();
  }

  /** Pods that are or will be executors: neither ended nor on their way out. */
  private List<String> alive() {
    return pods().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> List.of("Pending", "Running").contains(p.getStatus().getPhase()))
        .map(p -> p.getMetadata().getName() + " " + p.getStatus().getPhase())
        .toList();
  }

  /** Notes on which threads it is called. */
  public static final class ThreadNotes implements PodsAllocator {
    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    private static void note() {
      THREADS.add(Thread.currentThread().getName());
    }

    @Override
    public void start(AllocatorContext context) {
      note();
    }

    @Override
    public void setTargets(Map<Integer, Integer> executorsByProfile) {
      note();
    }

    @Override
    public void podsChanged(List<ObservedPod> pods) {
      note();
    }

    @Override
    public void stop() {
      note();
    }

    @Override
    public List<HasMetadata> podControllers() {
      note();
      THREADS.add("makers");
      return List.of();
    }
  }

  @Test
  void callsAnAllocatorOnOneThreadOnlyAlsoWhenTheApplicationStops() throws Throwable {
    ThreadNotes.THREADS.clear();
    ExecutorPodManager started =
        start("kubernetes.allocation.pods.allocator", ThreadNotes.class.getName());
    Eventually.within(LONG, () -> assertThat(ThreadNotes.THREADS).isNotEmpty());
    started.stop();
    assertThat(ThreadNotes.THREADS).containsExactlyInAnyOrder("podsmith-executors-0", "makers");
  }

  private void awaitRunning(int executors) throws Throwable {
    Eventually.within(
        LONG,
        () ->
            assertThat(alive())
                .filteredOn(pod -> pod.endsWith("Running"))
                .as("running executors")
                .hasSize(executors));
    assertThat(alive()).as("no pod too many").hasSize(executors);
    Eventually.knownToRun(LONG, metrics, executors);
  }

  private void change(String name, UnaryOperator<Pod> edit) {
    server.client().pods().inNamespace(NAMESPACE).withName(name).editStatus(edit);
  }

  private Predicate<ExecutorExit> byApp(boolean expected) {
    return exit -> exit.causedByApp() == expected;
  }

  @Test
  void bringsExecutorsToRunningAndLeavesNothing() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 50));
    awaitRunning(50);
    assertThat(server.requests())
        .filteredOn(r -> r.verb().equals("create") && r.resource().equals("pods"))
        .as("one request an executor")
        .hasSize(50);
    executors.stop();
    assertThat(names()).as("pods after stop()").isEmpty();
  }

  @Test
  void survivesAWatchThatIsCutAgainAndAgain() throws Throwable {
    server
        .faults()
        .add(
            Fault.on("watch", "pods")
                .where(r -> r.query().contains("spark-role"))
                .closeWatchAfter(Duration.ofMillis(150)));
    ExecutorPodManager executors = start("kubernetes.executor.apiPollingInterval", "10min");
    executors.setTotalExpectedExecutors(Map.of(0, 30));
    awaitRunning(30);
    server.client().pods().inNamespace(NAMESPACE).withName(TestPods.name(APP, 3)).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(3L));
    awaitRunning(30);
  }

  @Test
  void listsAgainWhenTheServerHasForgottenWhereTheWatchWas() throws Throwable {
    ExecutorPodManager executors = start("kubernetes.executor.apiPollingInterval", "10min");
    executors.setTotalExpectedExecutors(Map.of(0, 3));
    awaitRunning(3);
    server
        .faults()
        .add(Fault.on("watch", "pods").times(3).status(410, "Expired", "too old resource version"));
    server.faults().add(Fault.on("watch", "pods").times(3).closeWatchAfter(Duration.ZERO));
    server.compact();
    server.client().pods().inNamespace(NAMESPACE).withName(TestPods.name(APP, 1)).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(1L));
    awaitRunning(3);
  }

  @Test
  void getsThroughAStormOf429() throws Throwable {
    server
        .faults()
        .add(Fault.on("create", "pods").rate(0.3).times(30).tooManyRequests(Duration.ofSeconds(1)));
    start().setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void getsThroughServerErrors() throws Throwable {
    server.faults().add(Fault.on("create", "pods").rate(0.3).serverError());
    start().setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void makesNoneTooManyWhenCreatesHappenWithoutAnAnswer() throws Throwable {
    server.faults().add(Fault.on("create", "pods").rate(0.3).dropResponse());
    start().setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void getsThroughConnectionsThatAreDropped() throws Throwable {
    server.faults().add(Fault.on("*", "pods").where(byUs()).rate(0.2).dropRequest());
    start().setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void waitsOutAQuotaThatClears() throws Throwable {
    AtomicInteger asked = new AtomicInteger();
    server
        .faults()
        .add(
            Fault.on("create", "pods")
                .where(r -> asked.incrementAndGet() > 4)
                .forbidden("pods \"x\" is forbidden: exceeded quota: few, limited: pods=4"));
    start().setTotalExpectedExecutors(Map.of(0, 8));
    awaitRunning(4);
    server.faults().clear();
    awaitRunning(8);
    assertThat(names()).as("no executor id is lost to a refusal").contains(TestPods.name(APP, 8));
  }

  @Test
  void replacesExecutorsThatFailAndSaysWhy() throws Throwable {
    start("executor.maxNumFailures", "10").setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    change(
        TestPods.name(APP, 2),
        p ->
            new PodBuilder(p)
                .editStatus()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
                .withImage("spark")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewTerminated()
                .withExitCode(137)
                .withReason("OOMKilled")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(2L));
    assertThat(backend.removed.get(2L)).matches(byApp(true), "caused by the application");
    assertThat(backend.removed.get(2L).exitCode()).isEqualTo(137);
    assertThat(backend.removed.get(2L).message()).contains("exceeding the memory limit");
    awaitRunning(5);
  }

  @Test
  void createsWhatAStepBringsWithAnExecutorAndHasItGoWithItsPod() throws Throwable {
    ExecutorSpecFactory plain = TestPods.specs(APP);
    start(
            (id, profile) ->
                new ExecutorSpec(
                    plain.build(id, profile).pod(),
                    List.of(configMap("before-" + id)),
                    List.of(configMap("after-" + id))),
            "executor.maxNumFailures",
            "10")
        .setTotalExpectedExecutors(Map.of(0, 2));
    awaitRunning(2);
    assertThat(mapsOwnedBy(TestPods.name(APP, 1))).containsExactly("after-1", "before-1");
    change(TestPods.name(APP, 1), p -> SimulatedNode.withPhase(p, "Failed"));
    Eventually.within(LONG, () -> assertThat(mapsOwnedBy(TestPods.name(APP, 1))).isEmpty());
    awaitRunning(2);
    assertThat(mapsOwnedBy(TestPods.name(APP, 2))).containsExactly("after-2", "before-2");
    assertThat(mapsOwnedBy(TestPods.name(APP, 3))).containsExactly("after-3", "before-3");
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private List<String> mapsOwnedBy(String pod) {
    return server.client().configMaps().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(
            map ->
                map.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getName().equals(pod)))
        .map(map -> map.getMetadata().getName())
        .sorted()
        .toList();
  }

  @Test
  void replacesExecutorsThatAreEvictedWithoutBlame() throws Throwable {
    start("executor.maxNumFailures", "1").setTotalExpectedExecutors(Map.of(0, 10));
    awaitRunning(10);
    for (int id = 1; id <= 5; id++) {
      change(
          TestPods.name(APP, id),
          p ->
              new PodBuilder(p)
                  .editStatus()
                  .withPhase("Failed")
                  .withReason("Evicted")
                  .withMessage("The node was low on resource: memory.")
                  .endStatus()
                  .build());
    }
    Eventually.within(LONG, () -> assertThat(backend.removed).hasSize(5));
    assertThat(backend.removed.values()).allMatch(byApp(false));
    assertThat(backend.aborts).isEmpty();
    awaitRunning(10);
  }

  @Test
  void killsExecutorsThatDoNotExitInTime() throws Throwable {
    ExecutorPodManager executors =
        start(
            "kubernetes.dynamicAllocation.deleteGracePeriod",
            "200ms",
            "kubernetes.executor.decommissionLabel",
            "example.com/leaving",
            "kubernetes.executor.decommissionLabelValue",
            "yes");
    executors.setTotalExpectedExecutors(Map.of(0, 3));
    awaitRunning(3);
    Eventually.within(LONG, () -> assertThat(server.requests()).isNotEmpty());
    executors.setTotalExpectedExecutors(Map.of(0, 2));
    executors.killExecutors(List.of(2L));
    Eventually.within(
        LONG,
        () ->
            assertThat(names())
                .containsExactlyInAnyOrder(TestPods.name(APP, 1), TestPods.name(APP, 3)));
    assertThat(server.requests())
        .as("the pod is labelled before it goes")
        .anyMatch(r -> r.verb().equals("patch") && r.body().contains("example.com/leaving"));
  }

  @Test
  void outlivesAnApiServerThatIsAwayForAMinute() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    server.faults().add(Fault.on("*", "pods").where(byUs()).dropRequest());
    server.faults().add(Fault.on("watch", "pods").where(byUs()).closeWatchAfter(Duration.ZERO));
    executors.setTotalExpectedExecutors(Map.of(0, 20));
    Instant away = Instant.now();
    Eventually.within(
        MINUTE.plus(LONG),
        () ->
            assertThat(server.requests())
                .as("is asked about executors a minute later")
                .filteredOn(r -> r.status() == 0 && r.verb().equals("get"))
                .anyMatch(r -> r.time().isAfter(away.plus(MINUTE))));
    server.faults().clear();
    awaitRunning(20);
    executors.stop();
    assertThat(names()).as("pods after stop()").isEmpty();
  }

  @Test
  void stopLeavesNothingWhenDeletionsAreNotAnswered() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 20));
    awaitRunning(20);
    server.faults().add(Fault.on("deletecollection", "pods").times(2).dropRequest());
    server.faults().add(Fault.on("deletecollection", "pods").times(1).serverError());
    executors.stop();
    assertThat(names()).isEmpty();
  }

  @Test
  void stopDuringARampLeavesNothing() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 500));
    Eventually.within(LONG, () -> assertThat(names()).hasSizeGreaterThan(20));
    executors.stop();
    assertThat(names()).isEmpty();
    assertThat(names()).as("and nothing comes after it").isEmpty();
  }

  private static Predicate<RecordedRequest> byUs() {
    return r ->
        r.query().contains("spark-role") || r.verb().equals("create") || r.verb().equals("get");
  }

  @Test
  void createsItsConfigMapThoughTheAnswerIsLost() {
    server.faults().add(Fault.on("create", "configmaps").times(1).dropResponse());
    start().createConfigMap("ours", Map.of("spark.properties", "a=b"));
    assertThat(server.client().configMaps().inNamespace(NAMESPACE).withName("ours").get())
        .isNotNull();
  }

  @Test
  void createsItsConfigMapOnAServerThatIsBusyForLong() {
    server
        .faults()
        .add(Fault.on("create", "configmaps").times(3).status(503, "ServiceUnavailable", "later"));
    start().createConfigMap("ours", Map.of("spark.properties", "a=b"));
    assertThat(server.client().configMaps().inNamespace(NAMESPACE).withName("ours").get())
        .isNotNull();
  }

  @Test
  void saysWhyItsConfigMapIsRefused() {
    server.faults().add(Fault.on("create", "configmaps").forbidden("no maps for you"));
    ExecutorPodManager executors = start();
    assertThatThrownBy(() -> executors.createConfigMap("ours", Map.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no maps for you");
  }

  @Test
  void stopLeavesNothingOfAThreadThatIsInterrupted() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    Thread.currentThread().interrupt();
    executors.stop();
    assertThat(Thread.interrupted()).as("the flag is up again").isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void stopDuringARampLeavesNothingWhereAnswersAreLost() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 200));
    Eventually.within(LONG, () -> assertThat(names()).hasSizeGreaterThan(20));
    server.faults().add(Fault.on("deletecollection", "pods").times(2).dropResponse());
    server.faults().add(Fault.on("create", "pods").rate(0.2).dropResponse());
    executors.stop();
    assertThat(names()).isEmpty();
    assertThat(names()).as("and nothing comes after it").isEmpty();
  }

  @Test
  void stopWaitsForACreateThatTheServerTakesItsTimeFor() throws Throwable {
    server.faults().add(Fault.on("create", "pods").latency(Duration.ofSeconds(7)));
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 1));
    Eventually.within(
        LONG,
        () ->
            assertThat(server.requests())
                .anyMatch(r -> r.verb().equals("create") && r.resource().equals("pods")));
    executors.stop();
    assertThat(names()).isEmpty();
    assertThat(server.requests())
        .filteredOn(r -> r.verb().equals("deletecollection") && r.resource().equals("pods"))
        .as("before it came and after")
        .hasSize(2);
  }

  @Test
  void stopAsksForNoMoreThanItHasTo() throws Throwable {
    ExecutorPodManager executors = start();
    executors.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    int before = server.requests().size();
    executors.stop();
    List<String> asked =
        server.requests().subList(before, server.requests().size()).stream()
            .filter(r -> r.query().contains(APP))
            .map(r -> r.verb() + " " + r.resource())
            .filter(what -> !what.startsWith("watch"))
            .toList();
    assertThat(asked)
        .as("kinds of which the application created nothing are not requested")
        .containsExactly("deletecollection pods");
  }

  @Test
  void outlivesAnOutageInWhichExecutorsEnd() throws Throwable {
    ExecutorPodManager executors = start("kubernetes.executor.apiPollingInterval", "2s");
    executors.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    server.faults().add(Fault.on("*", "*").where(byUs()).dropRequest());
    server.faults().add(Fault.on("watch", "pods").where(byUs()).closeWatchAfter(Duration.ZERO));
    executors.setTotalExpectedExecutors(Map.of(0, 10));
    for (long id = 1; id <= 2; id++) {
      server.client().pods().inNamespace(NAMESPACE).withName(TestPods.name(APP, id)).delete();
    }
    Eventually.within(
        LONG,
        () ->
            assertThat(server.requests())
                .filteredOn(r -> r.status() == 0 && !r.verb().equals("watch"))
                .as("tries, with growing pauses")
                .hasSizeGreaterThan(10));
    server.faults().clear();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKeys(1L, 2L));
    awaitRunning(10);
  }

  @Test
  void marksExecutorsThatAreToGoAlsoWhereTheServerIsBusy() throws Throwable {
    ExecutorPodManager executors =
        start("kubernetes.executor.decommissionLabel", "example.com/leaving");
    executors.setTotalExpectedExecutors(Map.of(0, 1));
    awaitRunning(1);
    server.faults().add(Fault.on("patch", "pods").times(2).serverError());
    executors.decommission(List.of(1L));
    Eventually.within(
        LONG,
        () ->
            assertThat(pods().get(0).getMetadata().getLabels()).containsKey("example.com/leaving"));
  }

  private void deletesAllAtTheEnd(Fault... faults) throws Throwable {
    ExecutorPodManager started = start();
    started.createConfigMap("conf", Map.of("a", "b"));
    started.setTotalExpectedExecutors(Map.of(0, 30));
    Eventually.within(LONG, () -> assertThat(pods()).hasSize(30));
    for (Fault fault : faults) {
      server.faults().add(fault);
    }
    started.stop();
    assertThat(pods()).isEmpty();
    assertThat(server.client().configMaps().inNamespace(NAMESPACE).list().getItems())
        .noneMatch(map -> map.getMetadata().getName().equals("conf"));
  }

  @Test
  void deletesOneByOneAtTheEndWithoutTheRightToDeleteCollections() throws Throwable {
    deletesAllAtTheEnd(Fault.on("deletecollection", "*").forbidden("no deletecollection"));
  }

  @Test
  void deletesOneByOneAtTheEndWhereTheServerCannotDeleteAPageInTime() throws Throwable {
    deletesAllAtTheEnd(Fault.on("deletecollection", "*").status(504, "Timeout", "not within 60 s"));
  }

  @Test
  void deletesAllAtTheEndOfAServerThatIsBusy() throws Throwable {
    deletesAllAtTheEnd(
        Fault.on("deletecollection", "*").forbidden("no deletecollection"),
        Fault.on("delete", "pods").times(8).tooManyRequests(Duration.ofSeconds(1)),
        Fault.on("delete", "pods").times(8).dropResponse());
  }

  @Test
  void doesNotWaitForPodsThatFinalizersHold() throws Throwable {
    ExecutorPodManager started = start();
    started.setTotalExpectedExecutors(Map.of(0, 4));
    Eventually.within(LONG, () -> assertThat(pods()).hasSize(4));
    pods().forEach(pod -> Finalizers.set(server.client(), pod, "podsmith.io/test"));
    long begin = System.nanoTime();
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      started.stop();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO 4 executor pods are still terminating");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
    assertThat(pods()).hasSize(4).allMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null);
    pods().forEach(pod -> Finalizers.remove(server.client(), pod));
  }
}
