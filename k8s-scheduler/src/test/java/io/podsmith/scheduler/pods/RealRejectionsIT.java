// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.client.ServerWarnings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.Finalizers;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real API server says when it rejects executors, holds them back or lets them go slowly.
 */
class RealRejectionsIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Minutes in production. */
  private static final RejectionLimits SHORT =
      new RejectionLimits(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  private static final String HELD = "podsmith.io/held";
  private static final String POD_SECURITY = "pod-security.kubernetes.io/";

  private final RecordingBackend backend = new RecordingBackend();
  private final String app = "rejected-" + Long.toString(System.nanoTime(), 36);
  private KubernetesClient client;
  private Optional<ExecutorPodManager> manager = Optional.empty();
  private Optional<Pod> driver = Optional.empty();

  @BeforeEach
  void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      manager.ifPresent(ExecutorPodManager::stop);
      release();
      client.namespaces().withName(app).delete();
      client.close();
    }
  }

  private void namespace(Map<String, String> labels) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(app)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    client
        .serviceAccounts()
        .inNamespace(app)
        .withName("default")
        .waitUntilCondition(account -> account != null, 60, TimeUnit.SECONDS);
  }

  private ExecutorPodManager start(ExecutorSpecFactory specs, String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark." + settings[i], settings[i + 1]);
    }
    ExecutorPodManager started =
        ExecutorPodManager.create(
            new ExecutorPodContext(SparkSettings.of(conf, Map.of()), client, app, app, driver),
            specs,
            backend,
            new ExecutorMetrics(),
            SHORT);
    manager = Optional.of(started);
    started.start();
    return started;
  }

  private ExecutorSpecFactory edited(UnaryOperator<PodBuilder> edit) {
    return (id, profile) ->
        new ExecutorSpec(
            edit.apply(new PodBuilder(TestPods.executor(app, id, profile))).build(),
            List.of(),
            List.of());
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(app).list().getItems();
  }

  private String aborted() throws Throwable {
    Eventually.within(LONG, () -> assertThat(backend.aborts).hasSize(1));
    return String.valueOf(backend.aborts.get(0).getMessage());
  }

  /** Lets go of what the test has kept. */
  private void release() {
    pods().forEach(pod -> release(pod));
    client.configMaps().inNamespace(app).list().getItems().forEach(this::release);
  }

  private void release(HasMetadata object) {
    ObjectMeta meta = object.getMetadata();
    if (meta.getFinalizers() != null && meta.getFinalizers().contains(HELD)) {
      Finalizers.remove(client, object);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "statefulset", "deployment"})
  void endsWhereAPolicyDeniesEveryExecutor(String allocator) throws Throwable {
    namespace(Map.of(POD_SECURITY + "enforce", "restricted"));
    start(TestPods.specs(app), "kubernetes.allocation.pods.allocator", allocator)
        .setTotalExpectedExecutors(Map.of(0, 2));
    assertThat(aborted()).contains("violates PodSecurity \"restricted:latest\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "statefulset"})
  void endsAtOnceWhereTheNamespaceIsBeingDeleted(String allocator) throws Throwable {
    namespace(Map.of());
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("held")
                .withNamespace(app)
                .withFinalizers(HELD)
                .endMetadata()
                .build())
        .create();
    ExecutorPodManager started =
        start(TestPods.specs(app), "kubernetes.allocation.pods.allocator", allocator);
    started.setTotalExpectedExecutors(Map.of(0, 2));
    Eventually.within(LONG, () -> assertThat(pods()).hasSize(2));
    client.namespaces().withName(app).delete();
    Eventually.within(
        LONG,
        () ->
            assertThat(client.namespaces().withName(app).get().getMetadata().getDeletionTimestamp())
                .isNotNull());
    started.setTotalExpectedExecutors(Map.of(0, 4));
    assertThat(aborted()).contains("because it is being terminated");
  }

  @Test
  void endsAtOnceWhereTheNamespaceDoesNotExist() throws Throwable {
    start(TestPods.specs(app)).setTotalExpectedExecutors(Map.of(0, 1));
    assertThat(aborted()).contains("namespaces \"" + app + "\" not found");
  }

  @Test
  void endsWhereThePodWasDumpedFromAServer() throws Throwable {
    namespace(Map.of());
    start(edited(pod -> pod.editMetadata().withResourceVersion("4711").endMetadata()))
        .setTotalExpectedExecutors(Map.of(0, 1));
    assertThat(aborted()).contains("resourceVersion should not be set");
  }

  @Test
  void logsOnceWhatTheServerWarnsOf() throws Throwable {
    namespace(Map.of(POD_SECURITY + "warn", "restricted"));
    try (LogLines log = new LogLines(ServerWarnings.class)) {
      start(TestPods.specs(app)).setTotalExpectedExecutors(Map.of(0, 3));
      Eventually.within(LONG, () -> assertThat(pods()).hasSize(3));
      Eventually.within(
          LONG,
          () ->
              assertThat(log.lines())
                  .singleElement()
                  .asString()
                  .contains("would violate PodSecurity"));
    }
  }

  @Test
  void aNewExecutorGetsTheClaimOfTheOneOnItsWayOut() throws Throwable {
    namespace(Map.of());
    driver =
        Optional.of(
            client
                .resource(
                    new PodBuilder(TestPods.executor("driver", 1, 0))
                        .editMetadata()
                        .withNamespace(app)
                        .withLabels(Map.of("spark-role", "driver"))
                        .withUid(null)
                        .endMetadata()
                        .build())
                .create());
    start(this::withClaim, "kubernetes.allocation.driver.readinessTimeout", "1s")
        .setTotalExpectedExecutors(Map.of(0, 1));
    String first = TestPods.name(app, 1);
    Eventually.within(
        LONG,
        () ->
            assertThat(client.persistentVolumeClaims().inNamespace(app).list().getItems())
                .hasSize(1));
    client.pods().inNamespace(app).withName(first).delete();
    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(1L));
    assertThat(client.pods().inNamespace(app).withName(first).get()).as("it is held").isNotNull();
    release(client.pods().inNamespace(app).withName(first).get());
    String second = TestPods.name(app, 2);
    Eventually.within(
        LONG, () -> assertThat(client.pods().inNamespace(app).withName(second).get()).isNotNull());
    Pod replacement = client.pods().inNamespace(app).withName(second).get();
    assertThat(replacement.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
        .isEqualTo("claim-1");
    assertThat(client.persistentVolumeClaims().inNamespace(app).list().getItems()).hasSize(1);
  }

  private ExecutorSpec withClaim(long id, int profile) {
    Pod pod =
        new PodBuilder(TestPods.executor(app, id, profile))
            .editMetadata()
            .withFinalizers(HELD)
            .endMetadata()
            .editSpec()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim("claim-" + id, false)
            .endVolume()
            .endSpec()
            .build();
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName("claim-" + id)
            .addToLabels(Constants.SPARK_APP_ID_LABEL, app)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOncePod")
            .withStorageClassName("fast")
            .withNewResources()
            .withRequests(Map.of("storage", new Quantity("1Gi")))
            .endResources()
            .endSpec()
            .build();
    return new ExecutorSpec(pod, List.of(), List.of(claim));
  }

  @Test
  void namesTheGateThatHoldsExecutorsAndStopsAlthoughFinalizersHoldThem() throws Throwable {
    namespace(Map.of());
    ExecutorPodManager started =
        start(
            edited(
                pod ->
                    pod.editMetadata()
                        .withFinalizers(HELD)
                        .endMetadata()
                        .editSpec()
                        .addNewSchedulingGate("podsmith.io/gate")
                        .endSpec()));
    started.setTotalExpectedExecutors(Map.of(0, 3));
    Eventually.within(
        LONG,
        () ->
            assertThat(backend.news)
                .filteredOn(ExecutorNews.Delayed.class::isInstance)
                .singleElement()
                .asString()
                .contains("SchedulingGated"));
    assertThat(pods()).as("nothing is requested again").hasSize(3);
    long begin = System.nanoTime();
    started.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    assertThat(pods())
        .allSatisfy(pod -> assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull());
  }
}
