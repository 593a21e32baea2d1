// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.CuttableLine;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.FaultyGateway;
import io.podsmith.scheduler.pods.testing.FaultyGateway.Effect;
import io.podsmith.scheduler.pods.testing.FaultyGateway.Request;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real cluster with simulated nodes, on which pods run as soon as they are placed. */
class RealClusterIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private final String app = "real-" + Long.toString(System.nanoTime(), 36);
  private CuttableLine line;
  private FaultyGateway gateway;
  private KubernetesClient client;

  /** Apart from the driver's, whose line is cut and whose threads are not to read for the test. */
  private KubernetesClient onlooker;

  private ExecutorPodManager manager;

  @BeforeEach
  void connect() throws Exception {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    onlooker = new KubernetesClientBuilder().withConfig(config).build();
    URI master = URI.create(config.getMasterUrl());
    line = new CuttableLine(master.getHost(), master.getPort());
    Config cuttable = Config.fromKubeconfig(Path.of(file).toFile());
    cuttable.setMasterUrl("https://127.0.0.1:" + line.port() + "/");
    gateway = new FaultyGateway(cuttable);
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(gateway.url()).build())
            .build();
    onlooker
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
  }

  @AfterEach
  void disconnect() throws Exception {
    if (onlooker != null) {
      line.mend();
      gateway.rule(request -> Effect.PASS);
      if (manager != null) {
        manager.stop();
      }
      onlooker.namespaces().withName(app).delete();
      onlooker.close();
      client.close();
      gateway.close();
      line.close();
    }
  }

  private void start(String... settings) {
    start(TestPods.specs(app), settings);
  }

  private void start(ExecutorSpecFactory specs, String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark." + settings[i], settings[i + 1]);
    }
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(conf, Map.of()), client, app, app, Optional.empty()),
            specs,
            backend,
            metrics);
    manager.start();
  }

  private List<String> names() {
    return onlooker.pods().inNamespace(app).list().getItems().stream()
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  private List<String> alive() {
    return onlooker.pods().inNamespace(app).list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> List.of("Pending", "Running").contains(p.getStatus().getPhase()))
        .map(p -> p.getMetadata().getName() + " " + p.getStatus().getPhase())
        .toList();
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

  @Test
  void bringsExecutorsToRunningAndLeavesNothing() throws Throwable {
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 50));
    awaitRunning(50);
    manager.stop();
    assertThat(names()).as("pods after stop()").isEmpty();
  }

  @Test
  void followsExecutorsWhileItsConnectionsAreDroppedAgainAndAgain() throws Throwable {
    start("kubernetes.executor.apiPollingInterval", "10min");
    manager.setTotalExpectedExecutors(Map.of(0, 20));
    for (int i = 0; i < 5; i++) {
      int seen = i * 2;
      Eventually.within(LONG, () -> assertThat(alive()).hasSizeGreaterThan(seen));
      line.drop();
    }
    awaitRunning(20);
    onlooker.pods().inNamespace(app).withName(TestPods.name(app, 1)).withGracePeriod(0).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(1L));
    awaitRunning(20);
  }

  @Test
  void outlivesAnApiServerThatIsAway() throws Throwable {
    start("kubernetes.executor.apiPollingInterval", "10min");
    manager.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    line.cut();
    manager.setTotalExpectedExecutors(Map.of(0, 15));
    onlooker.pods().inNamespace(app).withName(TestPods.name(app, 2)).withGracePeriod(0).delete();
    Eventually.within(LONG, () -> assertThat(alive()).hasSize(4));
    line.mend();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(2L));
    awaitRunning(15);
  }

  @Test
  void outlivesAnApiServerThatIsAwayForAMinute() throws Throwable {
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    long away = System.nanoTime();
    line.cut();
    manager.setTotalExpectedExecutors(Map.of(0, 30));
    Eventually.within(
        LONG, () -> assertThat(Duration.ofNanos(System.nanoTime() - away)).isGreaterThan(MINUTE));
    line.mend();
    awaitRunning(30);
    assertThat(backend.removed).as("nothing was lost meanwhile").isEmpty();
  }

  @Test
  void getsThroughAStormOf429() throws Throwable {
    some(Request::isCreateOfPod, Effect.TOO_MANY_REQUESTS);
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void getsThroughServerErrors() throws Throwable {
    some(request -> true, Effect.SERVER_ERROR);
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void makesNoneTooManyWhenCreatesHappenWithoutAnAnswer() throws Throwable {
    some(Request::isCreateOfPod, Effect.LOST_AFTER);
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void getsThroughRequestsThatAreLost() throws Throwable {
    some(request -> true, Effect.LOST_BEFORE);
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 40));
    awaitRunning(40);
  }

  @Test
  void survivesAWatchThatIsCutAgainAndAgain() throws Throwable {
    gateway.rule(request -> request.isWatch() ? Effect.CUT_SOON : Effect.PASS);
    start("kubernetes.executor.apiPollingInterval", "10min");
    manager.setTotalExpectedExecutors(Map.of(0, 20));
    awaitRunning(20);
    onlooker.pods().inNamespace(app).withName(TestPods.name(app, 3)).withGracePeriod(0).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(3L));
    awaitRunning(20);
  }

  @Test
  void listsAgainWhenTheServerHasForgottenWhereTheWatchWas() throws Throwable {
    AtomicInteger forgotten = new AtomicInteger();
    start("kubernetes.executor.apiPollingInterval", "10min");
    manager.setTotalExpectedExecutors(Map.of(0, 5));
    awaitRunning(5);
    gateway.rule(
        request ->
            request.isWatch() && forgotten.incrementAndGet() <= 3 ? Effect.EXPIRED : Effect.PASS);
    line.drop();
    onlooker.pods().inNamespace(app).withName(TestPods.name(app, 1)).withGracePeriod(0).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(1L));
    awaitRunning(5);
    assertThat(forgotten).as("watches that were refused").hasValueGreaterThan(0);
  }

  @Test
  void stopLeavesNothingWhenDeletionsAreNotAnswered() throws Throwable {
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 20));
    awaitRunning(20);
    AtomicInteger deletions = new AtomicInteger();
    gateway.rule(
        request ->
            request.method().equals("DELETE") && deletions.incrementAndGet() <= 3
                ? Effect.LOST_BEFORE
                : Effect.PASS);
    manager.stop();
    assertThat(names()).as("pods after stop()").isEmpty();
  }

  /** Lets every third of the requests fare badly. */
  private void some(Predicate<Request> which, Effect effect) {
    AtomicInteger count = new AtomicInteger();
    gateway.rule(
        request -> which.test(request) && count.incrementAndGet() % 3 == 0 ? effect : Effect.PASS);
  }

  @Test
  void waitsOutAQuotaThatClears() throws Throwable {
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("few")
            .withNamespace(app)
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("4"))
            .endSpec()
            .build();
    onlooker.resource(quota).create();
    Eventually.within(
        LONG,
        () ->
            assertThat(onlooker.resource(quota).get().getStatus().getHard())
                .as("the quota is in force")
                .isNotEmpty());
    start();
    manager.setTotalExpectedExecutors(Map.of(0, 8));
    awaitRunning(4);
    onlooker.resource(quota).delete();
    awaitRunning(8);
  }

  @Test
  void replacesExecutorsThatAreEvictedWithoutBlame() throws Throwable {
    start("executor.maxNumFailures", "1");
    manager.setTotalExpectedExecutors(Map.of(0, 6));
    awaitRunning(6);
    for (int id = 1; id <= 3; id++) {
      onlooker.pods().inNamespace(app).withName(TestPods.name(app, id)).evict();
    }
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKeys(1L, 2L, 3L));
    assertThat(backend.removed.values()).allMatch(exit -> !exit.causedByApp());
    awaitRunning(6);
    assertThat(backend.aborts).isEmpty();
  }

  @Test
  void takesBackExecutorsThatFindNoPlace() throws Throwable {
    start(
        (id, profile) -> new ExecutorSpec(withoutPlace(id, profile), List.of(), List.of()),
        "dynamicAllocation.executorIdleTimeout",
        "2s");
    manager.setTotalExpectedExecutors(Map.of(0, 4));
    Eventually.within(LONG, () -> assertThat(alive()).hasSize(4));
    manager.setTotalExpectedExecutors(Map.of(0, 1));
    Eventually.within(LONG, () -> assertThat(alive()).hasSize(1));
  }

  @Test
  void endsWithWhatTheServerFindsWrongWithEveryPod() throws Throwable {
    start((id, profile) -> new ExecutorSpec(invalid(id, profile), List.of(), List.of()));
    manager.setTotalExpectedExecutors(Map.of(0, 2));
    Eventually.within(LONG, () -> assertThat(backend.aborts).hasSize(1));
    assertThat(backend.aborts.get(0)).hasMessageContaining("restartPolicy");
  }

  private Pod withoutPlace(long id, int profile) {
    return new PodBuilder(TestPods.executor(app, id, profile))
        .editSpec()
        .addToNodeSelector("no", "where")
        .endSpec()
        .build();
  }

  private Pod invalid(long id, int profile) {
    return new PodBuilder(TestPods.executor(app, id, profile))
        .editSpec()
        .withRestartPolicy("Sometimes")
        .endSpec()
        .build();
  }
}
