// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.podsmith.scheduler.jobs.FailingJob;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.submit.SparkSubmit;
import io.podsmith.testkit.submit.Submission;
import io.podsmith.testkit.submit.SubmissionRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Complete jobs through the helpers of the test kit. */
class SubmissionHelperIT {
  private static final SparkSubmit SPARK = SparkSubmit.ofThisClassPath();
  private static EmbeddedCluster cluster;

  @BeforeAll
  static void start() {
    cluster = EmbeddedCluster.builder().defaultImage(SPARK.image()).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void reportsWhatAJobCreatedInClusterMode() {
    Submission job = Submission.of(SumJob.class).withName("sum").withArguments("2");

    SubmissionRun run = SPARK.run(job, cluster);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.driverLog()).contains("The sum is 5050");
    Pod driver = run.driverPod().orElseThrow();
    assertThat(driver.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(run.executors())
        .singleElement()
        .satisfies(
            pod ->
                assertThat(pod.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(
                        owner ->
                            assertThat(owner.getUid()).isEqualTo(driver.getMetadata().getUid())));
    assertThat(run.objects(Pod.class)).as("driver and executor").hasSize(2);
    assertThat(run.objects(Service.class)).hasSize(1);
    assertThat(run.objects(ConfigMap.class)).isNotEmpty();
  }

  @Test
  void runsTheDriverInClientMode() {
    Submission job = Submission.of(SumJob.class).withArguments("2").inClientMode();

    SubmissionRun run = SPARK.run(job, cluster);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.driverPod()).isEmpty();
    assertThat(run.driverLog()).isEqualTo(run.output()).contains("The sum is 5050");
    assertThat(run.executors()).hasSize(1);
  }

  @Test
  void returnsTheExitCodeOfAJobThatFails() {
    SubmissionRun run = SPARK.run(Submission.of(FailingJob.class), cluster);

    assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
    assertThat(run.driverPod().orElseThrow().getStatus().getPhase()).isEqualTo("Failed");
    assertThat(run.driverLog()).contains("the input is missing");
  }

  @Test
  void endsASubmissionAtTheDeadline() {
    SparkSubmit hasty = SPARK.withDeadline(Duration.ofMillis(1));
    assertThatThrownBy(() -> hasty.run(Submission.of(SumJob.class), cluster))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("spark-submit did not end within PT0.001S");
  }
}
