package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.Constants;
import io.podsmith.testkit.cluster.ContainerImage;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** A SparkContext in this JVM and a cluster whose pods only pretend to run. */
class ClusterSchedulerBackendIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private EmbeddedCluster cluster;

  @BeforeEach
  void start() {
    cluster = EmbeddedCluster.builder().image("idle", ContainerImage.idle()).start();
  }

  @AfterEach
  void stop() {
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
