package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.testkit.junit.PodsmithTest;
import io.podsmith.testkit.junit.TestNamespace;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import org.junit.jupiter.api.Test;

/** Tests the step in a submission, among all steps of Spark, on a cluster inside this JVM. */
@PodsmithTest
class ${className}SubmissionTest {
  private static final String VOLUME = "${stepId.replace(".", "-")}";
  private static final Submission JOB =
      Submission.of("com.example.Main", "local:///opt/example/job.jar")
          .withConf("${settingPrefix}.message", "hello");

  @Test
  void configuresDriverAndExecutors() {
    BuiltSubmission built = JOB.build();

    assertThat(built.driverPod().getSpec().getVolumes()).extracting(Volume::getName).contains(VOLUME);
    assertThat(built.executorPod().getSpec().getVolumes())
        .extracting(Volume::getName)
        .contains(VOLUME);
  }

  @Test
  void startsADriver(TestNamespace namespace) {
    Pod driver = namespace.create(JOB);

    namespace.awaitPod(driver, pod -> pod.getStatus().getPhase().equals("Running"));
  }
}
