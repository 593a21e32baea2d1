package com.acme.spark.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.junit.PodsmithTest;
import io.podsmith.testkit.junit.TestNamespace;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.SparkSubmit;
import io.podsmith.testkit.submit.StepJars;
import io.podsmith.testkit.submit.Submission;
import io.podsmith.testkit.submit.SubmissionRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The step in submissions, among all other steps. */
@PodsmithTest
class LogShipperSubmissionTest {
  private static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
          .withConf("spark.acme.logs.enabled", "true");

  @Test
  void addsTheSidecarToDriverAndExecutor() {
    BuiltSubmission built = JOB.build();

    assertThat(built.driverPod().getSpec().getInitContainers())
        .extracting(Container::getName)
        .contains("log-shipper");
    assertThat(built.executorPod().getSpec().getInitContainers())
        .extracting(Container::getName)
        .contains("log-shipper");
    assertThat(built.driverObjects())
        .extracting(object -> object.getMetadata().getName())
        .contains(built.driverPod().getMetadata().getName() + "-log-shipper");
  }

  @Test
  void startsADriverOnACluster(TestNamespace namespace) {
    Pod driver = namespace.create(JOB);

    namespace.awaitPod(driver, pod -> pod.getStatus().getPhase().equals("Running"));
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "PODSMITH_SPARK_HOME", matches = ".+")
  void shipsTheLogOfAJob(@TempDir Path directory) throws IOException {
    Path program =
        Files.writeString(
            directory.resolve("sum.py"),
            """
            from pyspark import SparkContext
            print("The sum is", SparkContext().parallelize(range(101)).sum())
            """);
    SparkSubmit spark = SparkSubmit.ofHome(Path.of(System.getenv("PODSMITH_SPARK_HOME")));
    Path jar = StepJars.containing(LogShipperFeatureStepFactory.class, directory);
    try (EmbeddedCluster cluster = EmbeddedCluster.builder().defaultImage(spark.image()).start()) {
      SubmissionRun run =
          spark.run(
              Submission.of("", "local://" + program)
                  .withConf("spark.acme.logs.enabled", "true")
                  .withStepJars(jar),
              cluster);

      assertThat(run.exitCode()).as(run.output()).isZero();
      assertThat(run.driverLog()).contains("The sum is 5050");
      assertThat(run.executors()).hasSize(1);
      assertThat(run.objects(ConfigMap.class))
          .extracting(map -> map.getMetadata().getName())
          .anyMatch(name -> name.endsWith("-log-shipper"));
    }
  }
}
