// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.scheduler.jobs.BreathingJob;
import io.podsmith.scheduler.jobs.ExitJob;
import io.podsmith.scheduler.jobs.HandlingJob;
import io.podsmith.scheduler.jobs.RecoveryJob;
import io.podsmith.scheduler.jobs.SecretJob;
import io.podsmith.scheduler.jobs.ShuffleReuseJob;
import io.podsmith.scheduler.jobs.SlowJob;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.scheduler.jobs.TwoProfilesJob;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPVCResizePlugin;
import org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin;
import org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own SparkSubmit runs jobs on a cluster: what users do, from end to end. */
class SparkJobsIT {
  private static final String IMAGE = "podsmith/spark:test";
  private static final Duration SOON = Duration.ofMinutes(1);

  private static EmbeddedCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static final Map<String, String> FAILING_EXECUTORS =
      Map.of(
          "spark.executor.extraJavaOptions", "-XX:MaxMetaspaceSize=1k",
          "spark.executor.maxNumFailures", "2");

  @AfterEach
  void removeDrivers() {
    cluster.client().pods().withLabel(Constants.SPARK_ROLE_LABEL).delete();
    for (Pod pod : pods(Constants.SPARK_POD_DRIVER_ROLE)) {
      cluster.awaitPodDeleted(pod.getMetadata().getName(), SOON);
    }
  }

  @Test
  void runsAJobInClusterModeAndExplainsItsPods() throws IOException {
    Path explanation = directory.resolve("plan.json");
    int before = cluster.apiServer().requests().size();
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            SumJob.class,
            Map.of(
                "spark.kubernetes.driver.pod.name",
                "sum",
                "spark.podsmith.explain",
                explanation.toString()),
            "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("sum")).contains("The sum is 5050, from executors [");
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE))
        .as("a driver that ends takes its executors with it")
        .isEmpty();
    assertThat(phase("sum")).isEqualTo("Succeeded");
    Plan plan = PlanDocument.read(Files.readString(explanation), "plan.json");
    assertThat(plan.executor()).isPresent();
    assertThat(cluster.apiServer().requests().stream().skip(before))
        .filteredOn(each -> each.verb().equals("create") && each.resource().equals("pods"))
        .filteredOn(each -> each.body().contains("\"kind\":\"Pod\""))
        .as("the driver and its executors")
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            each ->
                assertThat(each.body())
                    .contains("\"podsmith.io/plan\":\"%s\"".formatted(PlanDocument.digest(plan))));
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
  void runsEachStageOnExecutorsOfItsOwnProfile() {
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            TwoProfilesJob.class,
            Map.of(
                "spark.kubernetes.driver.pod.name", "profiles",
                "spark.kubernetes.executor.deleteOnTermination", "false",
                "spark.dynamicAllocation.enabled", "true",
                "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                "spark.dynamicAllocation.maxExecutors", "2",
                "spark.executor.instances", "1"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("profiles"))
        .contains("The sum is 5050")
        .containsPattern(
            "first stage on executor \\d+, cores of a task 1, heap above 550 MiB false")
        .containsPattern(
            "second stage on executor \\d+, cores of a task 2, heap above 550 MiB true")
        .doesNotContainPattern("first stage .* cores of a task 2")
        .doesNotContainPattern("second stage .* cores of a task 1");
    List<Pod> executors = pods(Constants.SPARK_POD_EXECUTOR_ROLE);
    assertThat(executors)
        .as("executors of the default profile, and of the second")
        .extracting(SparkJobsIT::resources)
        .contains("profile 0: cpu 1, memory 896Mi of 896Mi")
        .contains("profile 1: cpu 2, memory 984Mi of 984Mi")
        .isSubsetOf(
            "profile 0: cpu 1, memory 896Mi of 896Mi", "profile 1: cpu 2, memory 984Mi of 984Mi");
  }

  @Test
  void readsTheShuffleFilesOfADeadExecutorFromItsClaim() {
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            ShuffleReuseJob.class,
            withClaims(
                Map.of(
                    "spark.kubernetes.driver.pod.name",
                    "reuse",
                    "spark.kubernetes.executor.podNamePrefix",
                    "reuse",
                    "spark.kubernetes.executor.deleteOnTermination",
                    "false",
                    "spark.kubernetes.driver.waitToReusePersistentVolumeClaim",
                    "true",
                    "spark.shuffle.sort.io.plugin.class",
                    KubernetesLocalDiskShuffleDataIO.class.getName(),
                    "spark.executor.instances",
                    "1")));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("reuse"))
        .as("the executor in the place of the first one said\n%s", cluster.logs("reuse-exec-2"))
        .contains("The first sum is 5050")
        .contains("Map outputs lost: true", "Map outputs there again: true")
        .contains("The second sum is 5050")
        .as("nothing is computed a second time")
        .contains("Numbers mapped: 100");
  }

  @Test
  void replacesAndMarksAnExecutorThatIsRolled() {
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            SlowJob.class,
            Map.ofEntries(
                entry("spark.kubernetes.driver.pod.name", "roll"),
                entry("spark.plugins", ExecutorRollPlugin.class.getName()),
                entry("spark.decommission.enabled", "true"),
                entry("spark.kubernetes.executor.rollInterval", "4s"),
                entry("spark.kubernetes.executor.rollPolicy", "add_time"),
                entry("spark.kubernetes.executor.minTasksPerExecutorBeforeRolling", "2"),
                entry("spark.kubernetes.executor.podNamePrefix", "roll"),
                entry("spark.kubernetes.executor.decommissionLabel", "state"),
                entry("spark.kubernetes.executor.decommissionLabelValue", "leaving"),
                entry("spark.kubernetes.executor.deleteOnTermination", "false"),
                entry("spark.executor.instances", "1")),
            "7",
            "3");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("roll")).contains("Ask to decommission executor 1", "Tasks done: 3");
    assertThat(cluster.logs("roll-exec-1"))
        .as("it is not rolled, and so offered tasks, before it has two")
        .contains("Running task 0.0 in stage", "Running task 1.0 in stage");
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE))
        .as("the executor that was rolled, and at least one in its place")
        .hasSizeGreaterThanOrEqualTo(2)
        .filteredOn(pod -> "leaving".equals(pod.getMetadata().getLabels().get("state")))
        .extracting(pod -> pod.getMetadata().getLabels().get(Constants.SPARK_EXECUTOR_ID_LABEL))
        .contains("1");
  }

  @Test
  void hasTheClaimGrowThatAnExecutorFindsTooFull() {
    cluster
        .client()
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("elastic")
                .endMetadata()
                .withProvisioner("podsmith.io/embedded")
                .withAllowVolumeExpansion(true)
                .build())
        .serverSideApply();
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            SlowJob.class,
            withClaims(
                Map.of(
                    "spark.plugins", ExecutorPVCResizePlugin.class.getName(),
                    // This machine's disk is the volume: it is never empty.
                    "spark.kubernetes.executor.pvc.resizeThreshold", "0.000001",
                    "spark.executor.instances", "1")),
            "12",
            "1");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.apiServer().requests())
        .filteredOn(
            r -> r.method().equals("PATCH") && r.resource().equals("persistentvolumeclaims"))
        .as("the driver asks for twice as much")
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.status()).isEqualTo(200);
              assertThat(request.name()).contains("-exec-1-pvc-");
              assertThat(request.body()).contains("\"2147483648\"");
            });
  }

  @Test
  void runsOneTaskAtATimeAfterAnExecutorRanOutOfMemory() {
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            RecoveryJob.class,
            Map.of(
                "spark.kubernetes.driver.pod.name", "recovery",
                "spark.kubernetes.executor.deleteOnTermination", "false",
                "spark.executor.cores", "3",
                "spark.executor.instances", "1",
                // It gets tasks until it has ended.
                "spark.task.maxFailures", "100"));
    assertThat(result.exitCode()).as(result.output() + cluster.logs("recovery")).isZero();
    assertThat(cluster.logs("recovery"))
        .contains("Tasks at once on executor 2: 1")
        .doesNotContainPattern("Tasks at once on executor \\d+: [23]")
        .contains("OOM is detected: executor 1 ran out of memory")
        .contains("From now on new executors run one task at a time");
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE))
        .extracting(SparkJobsIT::cores)
        .as("the cores that executors offer, and the cpu that their pods ask for")
        .containsExactlyInAnyOrder("executor 1: 3 of 3", "executor 2: 1 of 3");
  }

  private static String cores(Pod pod) {
    Container container = pod.getSpec().getContainers().get(0);
    return "executor "
        + pod.getMetadata().getLabels().get(Constants.SPARK_EXECUTOR_ID_LABEL)
        + ": "
        + container.getEnv().stream()
            .filter(variable -> variable.getName().equals(Constants.ENV_EXECUTOR_CORES))
            .map(EnvVar::getValue)
            .findFirst()
            .orElse("none")
        + " of "
        + container.getResources().getRequests().get("cpu");
  }

  private static String resources(Pod pod) {
    ResourceRequirements resources = pod.getSpec().getContainers().get(0).getResources();
    return "profile "
        + pod.getMetadata().getLabels().get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL)
        + ": cpu "
        + resources.getRequests().get("cpu")
        + ", memory "
        + resources.getRequests().get("memory")
        + " of "
        + resources.getLimits().get("memory");
  }

  @Test
  void bringsSecretsToDriverAndExecutorsOutOfSight() {
    String hidden = "hunter2-is-hidden";
    SparkSubmitProcess.Result result =
        submit(
            "cluster",
            SecretJob.class,
            Map.of(
                "spark.kubernetes.driver.pod.name", "secrets",
                "spark.kubernetes.executor.deleteOnTermination", "false",
                "spark.kubernetes.driverEnv.DB_PASSWORD", hidden,
                "spark.executorEnv.DB_PASSWORD", hidden,
                "spark.my.password", hidden,
                "spark.authenticate", "true",
                "spark.podsmith.executor.protectSensitiveEnvironment", "true"),
            Integer.toString(hidden.hashCode()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    String log = cluster.logs("secrets");
    assertThat(log)
        .contains("The driver knows the setting: true, the variable: true")
        .contains("Executors know the variable: true");
    List<HasMetadata> inSight = new ArrayList<>(cluster.client().pods().list().getItems());
    inSight.addAll(cluster.client().configMaps().list().getItems());
    assertThat(inSight).hasAtLeastOneElementOfType(ConfigMap.class);
    String seen = Serialization.asYaml(inSight) + log + result.output();
    assertThat(seen.contains(hidden)).as("found in objects or logs:\n%s", seen).isFalse();
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE))
        .isNotEmpty()
        .allSatisfy(
            pod ->
                assertThat(pod.getSpec().getContainers().get(0).getEnv())
                    .filteredOn(variable -> variable.getName().equals("_SPARK_AUTH_SECRET"))
                    .as("the authentication secret")
                    .singleElement()
                    .satisfies(variable -> assertThat(variable.getValue()).isNull()));
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
    SparkSubmitProcess.Result result = submit("client", SumJob.class, FAILING_EXECUTORS, "2");
    assertThat(result.exitCode())
        .as("Spark's EXCEED_MAX_EXECUTOR_FAILURES:\n%s", result.output())
        .isEqualTo(11);
    assertThat(result.output())
        .as("the job itself ends with the cause")
        .containsPattern("Exception in thread \"main\" .*PODSMITH-APP-002")
        .contains("Max number of executor failures (2) reached");
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void endsTheDriverWithTheExitCodeOfTooManyExecutorFailures() {
    Map<String, String> settings = new LinkedHashMap<>(FAILING_EXECUTORS);
    settings.put("spark.kubernetes.driver.pod.name", "unlucky");
    SparkSubmitProcess.Result result = submit("cluster", SumJob.class, settings, "2");
    assertThat(exitCode("unlucky")).as(result.output()).isEqualTo(11);
    assertThat(pods(Constants.SPARK_POD_EXECUTOR_ROLE)).isEmpty();
  }

  @Test
  void leavesTheExitCodeToAnApplicationThatHandlesTheFailure() {
    SparkSubmitProcess.Result result = submit("client", HandlingJob.class, FAILING_EXECUTORS, "2");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("Handled: ");
    assertThat(leftOvers()).isEmpty();
  }

  private static int exitCode(String podName) {
    return cluster
        .client()
        .pods()
        .withName(podName)
        .get()
        .getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getTerminated()
        .getExitCode();
  }

  private static SparkSubmitProcess.Result submit(
      String deployMode, Class<?> job, Map<String, String> settings, String... args) {
    return SparkSubmitProcess.run(properties(settings), arguments(deployMode, job, args));
  }

  /** Settings by which executors have their local directory in a claim of their own. */
  private static Map<String, String> withClaims(Map<String, String> settings) {
    String volume = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.";
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(volume + "options.claimName", "OnDemand");
    all.put(volume + "options.storageClass", "elastic");
    all.put(volume + "options.sizeLimit", "1Gi");
    all.put(volume + "mount.path", "/data/spark-x/executor-x");
    all.put(volume + "mount.subPath", "spark-x/executor-x");
    return all;
  }

  private static Map<String, String> properties(Map<String, String> settings) {
    Map<String, String> properties = new LinkedHashMap<>(cluster.sparkProperties());
    properties.put("spark.kubernetes.container.image", IMAGE);
    properties.put("spark.executor.instances", "2");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.driver.memory", "512m");
    properties.put("spark.ui.enabled", "false");
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    properties.put("spark.driver.extraJavaOptions", flags);
    properties.put("spark.executor.extraJavaOptions", flags);
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
