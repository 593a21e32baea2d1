// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.jobs.BreathingJob;
import io.podsmith.scheduler.jobs.OneByOneAllocator;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.scheduler.jobs.TwoProfilesJob;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.submit.SparkSubmit;
import io.podsmith.testkit.submit.Submission;
import io.podsmith.testkit.submit.SubmissionRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs whose executors Kubernetes itself keeps up, from end to end. */
class AllocatorJobsIT {
  private static final SparkSubmit SPARK = SparkSubmit.ofThisClassPath();
  private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";
  private static final Duration SOON = Duration.ofMinutes(1);

  private static EmbeddedCluster cluster;

  @BeforeAll
  static void start() {
    cluster = EmbeddedCluster.builder().defaultImage(SPARK.image()).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void forgetRequests() {
    cluster.apiServer().clearRequests();
  }

  @AfterEach
  void removeDrivers() {
    cluster.client().pods().withLabel(Constants.SPARK_ROLE_LABEL, "driver").delete();
    cluster
        .client()
        .pods()
        .withLabel(Constants.SPARK_ROLE_LABEL, "driver")
        .waitUntilCondition(pod -> pod == null, SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void runsOnAStatefulSetInClientMode() {
    SubmissionRun result = submit("client", SumJob.class, Map.of(ALLOCATOR, "statefulset"), "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("The sum is 5050, from executors [");
    assertThat(made("statefulsets")).hasSize(1);
    assertThat(made("pods")).as("the driver makes no pods itself").isEmpty();
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void runsOnAStatefulSetInClusterMode() {
    SubmissionRun result =
        submit(
            "cluster",
            SumJob.class,
            Map.of(ALLOCATOR, "statefulset", "spark.kubernetes.driver.pod.name", "sum"),
            "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.driverLog()).contains("The sum is 5050, from executors [");
    assertThat(result.driverPod().orElseThrow().getMetadata().getName()).isEqualTo("sum");
    assertThat(result.executors()).hasSize(2);
    assertThat(made("statefulsets"))
        .singleElement()
        .satisfies(
            set ->
                assertThat(set.body())
                    .as("the driver's pod owns the set")
                    .containsPattern("ownerReferences\":\\[[^]]*\"name\":\"sum\""));
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void runsOnADeployment() {
    SubmissionRun result = submit("client", SumJob.class, Map.of(ALLOCATOR, "deployment"), "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("The sum is 5050, from executors [");
    assertThat(made("deployments")).hasSize(1);
    assertThat(made("pods")).isEmpty();
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void makesASetForEachResourceProfile() {
    SubmissionRun result = submit("client", TwoProfilesJob.class, twoProfiles("statefulset"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(made("statefulsets")).hasSize(2);
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void letsADeploymentBreathe() {
    SubmissionRun result =
        submit(
            "client",
            BreathingJob.class,
            Map.of(
                ALLOCATOR,
                "deployment",
                "spark.kubernetes.executor.podDeletionCost",
                "-7",
                "spark.executor.instances",
                "0",
                "spark.dynamicAllocation.enabled",
                "true",
                "spark.dynamicAllocation.shuffleTracking.enabled",
                "true",
                "spark.dynamicAllocation.minExecutors",
                "0",
                "spark.dynamicAllocation.maxExecutors",
                "2",
                "spark.dynamicAllocation.executorIdleTimeout",
                "2s"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Executors at first: 0")
        .contains("Tasks done: 6 with executors: 2")
        .contains("Executors at last: 0");
    assertThat(cluster.apiServer().requests())
        .as("executors that Spark lets go are marked as the first to go")
        .anyMatch(r -> r.verb().equals("patch") && r.body().contains("pod-deletion-cost\":\"-7"));
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void failsTheJobWhereExecutorsOfASetEndBeforeTheyHaveAnId() {
    SubmissionRun result =
        submit(
            "client",
            SumJob.class,
            Map.of(
                ALLOCATOR,
                "statefulset",
                "spark.executor.extraJavaOptions",
                "-XX:MaxMetaspaceSize=1k",
                "spark.executor.maxNumFailures",
                "2"),
            "2");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(11);
    assertThat(result.output()).containsPattern("Exception in thread \"main\" .*PODSMITH-APP-002");
    assertThat(leftOvers()).as(result.output()).isEmpty();
  }

  @Test
  void runsOnPodsThatAnAllocatorOfOnesOwnMakes() {
    SubmissionRun result =
        submit(
            "client",
            SumJob.class,
            Map.of(ALLOCATOR, OneByOneAllocator.class.getName(), "spark.acme.who", "acme"),
            "4");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("The sum is 5050, from executors [");
    assertThat(made("pods"))
        .hasSize(2)
        .allMatch(pod -> pod.body().contains("\"" + OneByOneAllocator.LABEL + "\":\"acme\""));
    assertThat(leftOvers()).isEmpty();
  }

  private static Map<String, String> twoProfiles(String allocator) {
    return Map.of(
        ALLOCATOR,
        allocator,
        "spark.executor.instances",
        "1",
        "spark.dynamicAllocation.enabled",
        "true",
        "spark.dynamicAllocation.shuffleTracking.enabled",
        "true",
        "spark.dynamicAllocation.minExecutors",
        "1",
        "spark.dynamicAllocation.maxExecutors",
        "2");
  }

  private static List<RecordedRequest> made(String plural) {
    return cluster.apiServer().requests().stream()
        .filter(r -> r.method().equals("POST") && r.path().endsWith("/" + plural))
        .filter(r -> r.status() == 201)
        .filter(r -> !r.body().contains("\"spark-role\":\"driver\""))
        .toList();
  }

  private static SubmissionRun submit(
      String deployMode, Class<?> job, Map<String, String> settings, String... args) {
    Submission submission =
        Submission.of(job)
            .withConf("spark.executor.instances", "2")
            .withConf(settings)
            .withArguments(args);
    return SPARK.run(deployMode.equals("client") ? submission.inClientMode() : submission, cluster);
  }

  /** What should be gone with an application: all but drivers. */
  private static List<String> leftOvers() {
    var client = cluster.client();
    return Stream.<List<? extends HasMetadata>>of(
            client.pods().withLabel(Constants.SPARK_ROLE_LABEL, "executor").list().getItems(),
            client.apps().statefulSets().list().getItems(),
            client.apps().deployments().list().getItems(),
            client.configMaps().withLabel(Constants.SPARK_ROLE_LABEL, "executor").list().getItems())
        .flatMap(List::stream)
        .map(left -> left.getKind() + " " + left.getMetadata().getName())
        .toList();
  }
}
