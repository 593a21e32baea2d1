// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.steps.basics.DriverBasicsFeatureStepFactory;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.StepJars;
import io.podsmith.testkit.submit.Submission;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The submissions of the test kit, with Spark's own steps. */
class SubmissionHelperTest {
  private static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
          .withName("report")
          .withArguments("7")
          .withConf("spark.executor.memory", "3g");

  @Test
  void buildsDriverAndExecutorAndWhatBelongsToThem() {
    BuiltSubmission built = JOB.withConf("spark.kubernetes.driver.label.team", "data").build();

    Pod driver = built.driverPod();
    assertThat(driver.getMetadata().getLabels())
        .containsEntry("spark-app-name", "report")
        .containsEntry("team", "data");
    assertThat(driver.getSpec().getContainers().get(0).getArgs())
        .containsSubsequence("--class", "com.acme.Report", "local:///opt/acme/report.jar", "7");
    assertThat(built.driverObjects())
        .hasAtLeastOneElementOfType(Service.class)
        .hasAtLeastOneElementOfType(ConfigMap.class);
    assertThat(
            built
                .executorPod()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests()
                .get("memory")
                .getNumericalAmount())
        .as("3 GiB of heap and 10% beside it")
        .isGreaterThan(new BigDecimal(3L << 30));
    assertThat(built.account()).contains("spark.driver-basics");
  }

  @Test
  void failsWhereASubmissionWouldFail() {
    Submission wrong = JOB.withConf(Map.of("spark.kubernetes.driver.limit.cores", "many"));
    assertThatThrownBy(wrong::build)
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("spark.kubernetes.driver.limit.cores");
    Submission withoutJar = JOB.withStepJars(Path.of("missing.jar"));
    assertThatThrownBy(withoutJar::build)
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("missing.jar");
    assertThatThrownBy(JOB.inClientMode()::build).hasMessageContaining("SparkSubmit.run");
  }

  @Test
  void createsADriverThatAnIdleImageRuns() {
    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder().defaultImage(NodeImage.idle()).start()) {
      Pod first = JOB.createOn(cluster);
      Pod second = JOB.createOn(cluster);

      assertThat(first.getMetadata().getUid()).isNotEmpty();
      assertThat(second.getMetadata().getLabels().get("spark-app-selector"))
          .as("each submission is an application of its own")
          .isNotEqualTo(first.getMetadata().getLabels().get("spark-app-selector"));
      cluster.awaitPod(
          first.getMetadata().getName(),
          pod -> "Running".equals(pod.getStatus().getPhase()),
          Duration.ofSeconds(30));
    }
  }

  @Test
  void keepsSubmissionsUnchanged() {
    Submission changed = JOB.withConf("spark.acme.a", "1").withStepJars(Path.of("a"), Path.of("b"));
    assertThat(changed.conf().get("spark.podsmith.steps.jars"))
        .isEqualTo(Path.of("a").toAbsolutePath() + "," + Path.of("b").toAbsolutePath());
    assertThat(JOB.conf()).doesNotContainKeys("spark.acme.a", "spark.podsmith.steps.jars");
  }

  @Test
  void packsWhatWasCompiledWithAStep(@TempDir Path directory) throws IOException {
    Path jar = StepJars.containing(DriverBasicsFeatureStepFactory.class, directory);
    try (JarFile content = new JarFile(jar.toFile())) {
      assertThat(content.getEntry("META-INF/services/io.podsmith.api.FeatureStepFactory"))
          .isNotNull();
      assertThat(
              content.getEntry(
                  DriverBasicsFeatureStepFactory.class.getName().replace('.', '/') + ".class"))
          .isNotNull();
    }
    assertThat(StepJars.containing(Test.class, directory)).hasExtension("jar").exists();
    assertThatThrownBy(() -> StepJars.containing(String.class, directory))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
