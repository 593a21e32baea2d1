package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.Constants;
import io.podsmith.scheduler.jobs.BreathingJob;
import io.podsmith.scheduler.jobs.ExitJob;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.testkit.cluster.ContainerImage;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark's own SparkSubmit runs jobs on a cluster: what users do, from end to end. */
class SparkJobsIT {
  private static final String IMAGE = "podsmith/spark:test";
  private static final Duration SOON = Duration.ofMinutes(1);

  private static EmbeddedCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, ContainerImage.sparkClassPath(SparkSubmitProcess.classPath()))
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void removeDrivers() {
    cluster.client().pods().withLabel(Constants.SPARK_ROLE_LABEL).delete();
    for (Pod pod : pods(Constants.SPARK_POD_DRIVER_ROLE)) {
      cluster.awaitPodGone(pod.getMetadata().getName(), SOON);
    }
  }

  @Test
  void runsAJobInClusterMode() {
    SparkSubmitProcess.Result result =
        submit("cluster", SumJob.class, Map.of("spark.kubernetes.driver.pod.name", "sum"), "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("sum")).contains("The sum is 5050, from executors [");
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE))
        .as("a driver that ends takes its executors with it")
        .isEmpty();
    assertThat(phase("sum")).isEqualTo("Succeeded");
  }

  @Test
  void runsAJobInClientModeWithTheStockJarBehindOurs() {
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + StockJar.PATH;
    SparkSubmitProcess.Result result =
        SparkSubmitProcess.run(
            classPath, properties(Map.of()), arguments("client", SumJob.class, "4"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("The sum is 5050, from executors [")
        .doesNotContain("Multiple external cluster managers");
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void hasExecutorsComeForWorkAndGoWithoutIt() {
    SparkSubmitProcess.Result result =
        submit(
            "client",
            BreathingJob.class,
            Map.of(
                "spark.executor.instances", "0",
                "spark.dynamicAllocation.enabled", "true",
                "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                "spark.dynamicAllocation.minExecutors", "0",
                "spark.dynamicAllocation.maxExecutors", "2",
                "spark.dynamicAllocation.executorIdleTimeout", "2s"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Executors at first: 0")
        .contains("Tasks done: 6 with executors: 2")
        .contains("Executors at last: 0");
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void endsAsTheDriverEnds() {
    SparkSubmitProcess.Result result = submit("cluster", ExitJob.class, Map.of(), "23");
    assertThat(result.exitCode())
        .as("the driver's exit code is that of spark-submit; it said\n%s", result.output())
        .isEqualTo(23);
  }

  @Test
  void createsNothingWhereASettingOfTheDriverIsWrong() {
    int before = creations();
    SparkSubmitProcess.Result result =
        submit("cluster", SumJob.class, Map.of("spark.kubernetes.driver.label.team", "a b"), "2");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().lines().filter(line -> line.contains("PODSMITH-")))
        .as("one clear error in\n%s", result.output())
        .singleElement()
        .asString()
        .contains("spark.kubernetes.driver.label.team is 'a b'");
    assertThat(result.output()).doesNotContain("\tat ");
    assertThat(creations()).isEqualTo(before);
  }

  @Test
  void createsNothingWhereASettingOfExecutorsIsWrong() {
    int before = creations();
    SparkSubmitProcess.Result result =
        submit(
            "client",
            SumJob.class,
            Map.of("spark.kubernetes.executor.podTemplateFile", "/no/such/template.yaml"),
            "2");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("Exception in thread \"main\" org.apache.spark.SparkException: [PODSMITH-")
        .contains("/no/such/template.yaml");
    assertThat(creations()).isEqualTo(before);
  }

  @Test
  void failsTheJobWhereExecutorsFailTooOften() {
    SparkSubmitProcess.Result result =
        submit(
            "client",
            SumJob.class,
            Map.of(
                "spark.executor.extraJavaOptions", "-XX:MaxMetaspaceSize=1k",
                "spark.executor.maxNumFailures", "2"),
            "2");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    assertThat(result.output())
        .as("the job itself ends with the cause")
        .containsPattern("Exception in thread \"main\" .*PODSMITH-APP-002");
    assertThat(leftOvers()).isEmpty();
  }

  private static SparkSubmitProcess.Result submit(
      String deployMode, Class<?> job, Map<String, String> settings, String... args) {
    return SparkSubmitProcess.run(properties(settings), arguments(deployMode, job, args));
  }

  private static Map<String, String> properties(Map<String, String> settings) {
    Map<String, String> properties = new LinkedHashMap<>(cluster.sparkProperties());
    properties.put("spark.kubernetes.container.image", IMAGE);
    properties.put("spark.executor.instances", "2");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.driver.memory", "512m");
    properties.put("spark.ui.enabled", "false");
    properties.putAll(settings);
    return properties;
  }

  private static List<String> arguments(String deployMode, Class<?> job, String... args) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--deploy-mode", deployMode, "--class", job.getName(), "spark-internal"));
    arguments.addAll(List.of(args));
    return arguments;
  }

  private static List<Pod> pods(String role) {
    return cluster.client().pods().withLabel(Constants.SPARK_ROLE_LABEL, role).list().getItems();
  }

  private static String phase(String pod) {
    return cluster.client().pods().withName(pod).get().getStatus().getPhase();
  }

  /** Objects of applications that ran in client mode: nothing should be left of them. */
  private static List<String> leftOvers() {
    return Stream.<HasMetadata>concat(
            pods(Constants.SPARK_POD_EXECUTOR_ROLE).stream(),
            cluster
                .client()
                .configMaps()
                .withLabel(Constants.SPARK_APP_ID_LABEL)
                .list()
                .getItems()
                .stream())
        .map(left -> left.getKind() + " " + left.getMetadata().getName())
        .toList();
  }

  private static int creations() {
    return (int)
        cluster.apiServer().requests().stream()
            .filter(request -> !request.userAgent().startsWith("podsmith-node"))
            .filter(request -> List.of("POST", "PATCH", "PUT").contains(request.method()))
            .count();
  }
}
