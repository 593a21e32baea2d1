// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.events.ExecutorPodEnded;
import io.podsmith.scheduler.pods.testing.Applications;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.NodeImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.reflect.ClassTag$;

/** A SparkContext in this JVM and a cluster whose pods only pretend to run. */
class ClusterSchedulerBackendIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private EmbeddedCluster cluster;

  @BeforeEach
  void start() {
    cluster = EmbeddedCluster.builder().image("idle", NodeImage.idle()).start();
  }

  @AfterEach
  void stop() {
    Applications.awaitEnd();
    cluster.close();
  }

  @Test
  void asksForExecutorsAndLeavesNothingBehind() {
    SparkContext sc = new SparkContext(conf(Map.of()));
    try {
      cluster.awaitPod("job-exec-2", pod -> isRunning(pod), SOON);
      assertThat(executors())
          .extracting(pod -> label(pod, Constants.SPARK_APP_ID_LABEL))
          .containsOnly(sc.applicationId());
      assertThat(configMaps())
          .singleElement()
          .satisfies(
              map ->
                  assertThat(map.getData()).containsEntry("spark.kubernetes.namespace", "default"));
    } finally {
      sc.stop();
    }
    assertThat(executors()).isEmpty();
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void showsItsMetricsAmongThoseOfSpark() {
    SparkContext sc = new SparkContext(conf(Map.of()));
    try {
      List<Source> sources =
          ScalaInterop.list(sc.env().metricsSystem().getSourcesByName("ExecutorPods").toSeq());
      assertThat(sources).hasSize(1);
      MetricRegistry metrics = sources.get(0).metricRegistry();
      cluster.awaitPod("job-exec-2", pod -> isRunning(pod), SOON);
      assertThat(metrics.getCounters().get("executors.created").getCount()).isEqualTo(2);
      assertThat(metrics.getTimers().get("api.create").getCount()).isGreaterThanOrEqualTo(2);
    } finally {
      sc.stop();
    }
  }

  @Test
  void tellsListenersHowExecutorsFare() throws TimeoutException {
    Told told = new Told();
    SparkContext sc = new SparkContext(conf(Map.of()));
    try {
      sc.addSparkListener(told);
      cluster.awaitPod("job-exec-2", pod -> isRunning(pod), SOON);
      cluster.client().pods().withName("job-exec-1").withGracePeriod(0).delete();
      cluster.awaitPod("job-exec-3", pod -> isRunning(pod), SOON);
      sc.listenerBus().waitUntilEmpty(SOON.toMillis());
    } finally {
      sc.stop();
    }
    assertThat(told.events)
        .filteredOn(ExecutorPodEnded.class::isInstance)
        .singleElement()
        .satisfies(
            event -> {
              ExecutorPodEnded ended = (ExecutorPodEnded) event;
              assertThat(ended.executorId()).isEqualTo("1");
              assertThat(ended.cause()).isEqualTo("deleted");
              String json = JsonProtocol.sparkEventToJsonString(ended);
              assertThat(JsonProtocol.sparkEventFromJson(json))
                  .as("what the history server reads from the event log")
                  .isEqualTo(ended);
            });
  }

  /** Keeps what listeners are told beside Spark's own events. */
  private static final class Told extends SparkListener {
    private final List<SparkListenerEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      events.add(event);
    }
  }

  @Test
  void removesExecutorsEvenWhereSparksOwnSideFails() {
    SparkContext sc = new SparkContext(conf(Map.of()));
    cluster.awaitPod("job-exec-2", pod -> isRunning(pod), SOON);
    // Whatever Spark says to executors from now on is answered with a SparkException.
    sc.env().rpcEnv().shutdown();
    sc.stop();
    assertThat(executors()).isEmpty();
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void keepsTheApplicationIdThatItIsGiven() {
    SparkContext sc = new SparkContext(conf(Map.of("spark.app.id", "spark-mine")));
    try {
      assertThat(sc.applicationId()).isEqualTo("spark-mine");
    } finally {
      sc.stop();
    }
  }

  @Test
  void handsOutIdsToExecutorsThatAskAndPutsThemOnTheirPods() {
    cluster.client().resource(pod("from-a-template")).create();
    SparkContext sc = new SparkContext(conf(Map.of("spark.executor.instances", "0")));
    try {
      RpcAddress driver =
          new RpcAddress(
              sc.conf().get("spark.driver.host"), sc.conf().getInt("spark.driver.port", 0));
      RpcEndpointRef endpoint =
          sc.env().rpcEnv().setupEndpointRef(driver, CoarseGrainedSchedulerBackend.ENDPOINT_NAME());
      String id =
          endpoint.askSync(
              new GenerateExecID("from-a-template"), ClassTag$.MODULE$.apply(String.class));
      assertThat(id).isEqualTo("1");
      cluster.awaitPod(
          "from-a-template",
          pod -> "1".equals(label(pod, Constants.SPARK_EXECUTOR_ID_LABEL)),
          SOON);
    } finally {
      sc.stop();
    }
  }

  @Test
  void failsTheContextWithTheCauseWhereTheServerRefusesExecutors() {
    cluster
        .apiServer()
        .faults()
        .add(
            Fault.on("create", "pods")
                .status(422, "Invalid", "Pod \"job-exec-1\" is invalid: spec.nodeName: bad"));
    Map<String, String> patient =
        Map.of("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
    assertThatThrownBy(() -> new SparkContext(conf(patient)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasCauseInstanceOf(ClusterException.class);
    assertThat(executors()).isEmpty();
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void refusesWrongSettingsBeforeAnythingIsCreated() {
    cluster.apiServer().clearRequests();
    assertThatThrownBy(
            () -> new SparkContext(conf(Map.of("spark.kubernetes.executor.limit.cores", "many"))))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("spark.kubernetes.executor.limit.cores")
        .hasCauseInstanceOf(InvalidConfigurationException.class);
    assertThat(cluster.apiServer().requests())
        .filteredOn(request -> !request.userAgent().startsWith("podsmith-node"))
        .extracting(request -> request.method())
        .doesNotContain("POST", "PUT", "PATCH", "DELETE");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.executor.label.team, a b",
    "spark.kubernetes.executor.label.team, '{{EXECUTOR_ID}}-'",
    "spark.kubernetes.executor.podNamePrefix, Job_1",
    "spark.kubernetes.allocation.pods.allocator, com.acme.Missing",
    "spark.app.id, an-id-that-is-much-too-long-for-the-pods-of-a-stateful-set"
  })
  void failsTheContextAndNotTheJvmWhereExecutorsCouldNotBeNamed(String key, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.kubernetes.allocation.pods.allocator", "statefulset");
    settings.put(key, value);
    cluster.apiServer().clearRequests();
    assertThatThrownBy(() -> new SparkContext(conf(settings)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining(key)
        .hasCauseInstanceOf(InvalidConfigurationException.class);
    assertNothingWasCreated();
  }

  @Test
  void refusesADeploymentThatBreathesWithoutADeletionCost() {
    cluster.apiServer().clearRequests();
    Map<String, String> breathing =
        Map.of(
            "spark.kubernetes.allocation.pods.allocator", "deployment",
            "spark.dynamicAllocation.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.enabled", "true");
    assertThatThrownBy(() -> new SparkContext(conf(breathing)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("spark.kubernetes.executor.podDeletionCost is not set");
    assertNothingWasCreated();
  }

  @Test
  void refusesClaimsForEachExecutorOfADeployment() {
    cluster.apiServer().clearRequests();
    String volume = "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.";
    Map<String, String> claims =
        Map.of(
            "spark.kubernetes.allocation.pods.allocator",
            "deployment",
            volume + "mount.path",
            "/data",
            volume + "options.claimName",
            "OnDemand",
            volume + "options.storageClass",
            "fast",
            volume + "options.sizeLimit",
            "1Gi");
    assertThatThrownBy(() -> new SparkContext(conf(claims)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("volumes.persistentVolumeClaim.data requests a claim");
    assertNothingWasCreated();
  }

  private void assertNothingWasCreated() {
    assertThat(cluster.apiServer().requests())
        .filteredOn(request -> !request.userAgent().startsWith("podsmith-node"))
        .extracting(request -> request.method())
        .doesNotContain("POST", "PUT", "PATCH", "DELETE");
  }

  @Test
  void runsTasksInTheDriverWhereItIsItsOwnMaster() {
    SparkContext sc =
        new SparkContext(
            conf(Map.of("spark.kubernetes.driver.master", "local[2]", "spark.app.id", "mine")));
    try {
      assertThat(sc.schedulerBackend()).isInstanceOf(LocalSchedulerBackend.class);
      assertThat(sc.applicationId()).isEqualTo("mine");
      assertThat(sc.defaultParallelism()).isEqualTo(2);
    } finally {
      sc.stop();
    }
    assertThat(executors()).isEmpty();
  }

  @Test
  void givesMoreMemoryToAnExecutorThatComesCloseToItsLimit() {
    SparkContext sc =
        new SparkContext(
            conf(
                Map.of(
                    "spark.plugins", ExecutorResizePlugin.class.getName(),
                    "spark.kubernetes.executor.resizeInterval", "1s",
                    "spark.kubernetes.executor.resizeFactor", "0.5",
                    "spark.executor.memory", "616m")));
    try {
      cluster.awaitPod("job-exec-1", pod -> isRunning(pod), SOON);
      cluster.awaitPod("job-exec-2", pod -> isRunning(pod), SOON);
      assertThat(memoryLimits()).containsExactly("1000Mi", "1000Mi");
      cluster.client().resource(metrics(sc.applicationId(), "job-exec-1", "901Mi")).create();
      cluster.client().resource(metrics(sc.applicationId(), "job-exec-2", "900Mi")).create();
      String grown = "1572864k"; // 1500Mi, as the API server writes it
      cluster.awaitPod("job-exec-1", pod -> memoryLimit(pod).equals(grown), SOON);
      cluster.awaitPod("job-exec-1", pod -> allotted(pod).equals(grown), SOON);
      assertThat(memoryLimits()).containsExactly(grown, "1000Mi");
    } finally {
      sc.stop();
    }
  }

  @Test
  void refusesToGrowBeyondReason() {
    Map<String, String> settings =
        Map.of(
            "spark.plugins",
            ExecutorResizePlugin.class.getName(),
            "spark.kubernetes.executor.resizeThreshold",
            "90");
    assertThatThrownBy(() -> new SparkContext(conf(settings)))
        .hasMessageContaining("spark.kubernetes.executor.resizeThreshold is '90'");
  }

  private List<String> memoryLimits() {
    return executors().stream().map(ClusterSchedulerBackendIT::memoryLimit).toList();
  }

  private static String memoryLimit(Pod pod) {
    return pod.getSpec().getContainers().get(0).getResources().getLimits().get("memory").toString();
  }

  /** What the node says that a container has. */
  private static String allotted(Pod pod) {
    return pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getResources()
        .getLimits()
        .get("memory")
        .toString();
  }

  private static PodMetrics metrics(String appId, String pod, String memory) {
    return new PodMetricsBuilder()
        .withNewMetadata()
        .withName(pod)
        .addToLabels(Constants.SPARK_APP_ID_LABEL, appId)
        .addToLabels(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .endMetadata()
        .addNewContainer()
        .withName(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
        .withUsage(Map.of("memory", new Quantity(memory)))
        .endContainer()
        .build();
  }

  private SparkConf conf(Map<String, String> settings) {
    SparkConf conf = new SparkConf(false).setAppName("job");
    cluster.sparkProperties().forEach(conf::set);
    conf.set("spark.kubernetes.container.image", "idle")
        .set("spark.kubernetes.executor.podNamePrefix", "job")
        .set("spark.executor.instances", "2")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        // Executors never register here. Where nothing fails there is nothing to wait for.
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "1s");
    settings.forEach(conf::set);
    return conf;
  }

  private List<Pod> executors() {
    return cluster
        .client()
        .pods()
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .list()
        .getItems();
  }

  private List<ConfigMap> configMaps() {
    return cluster
        .client()
        .configMaps()
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .list()
        .getItems();
  }

  private static boolean isRunning(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private static String label(Pod pod, String name) {
    return pod.getMetadata().getLabels() == null ? null : pod.getMetadata().getLabels().get(name);
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("spark")
        .withImage("idle")
        .endContainer()
        .endSpec()
        .build();
  }
}
