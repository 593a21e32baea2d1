package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PodWordsTest {
  @Test
  void describesAPodLineByLine() {
    assertThat(PodWords.describe(Pods.terminated("Failed", 3, "Error")))
        .contains("\t pod name: my-driver\n", "\t namespace: jobs\n", "\t phase: Failed\n")
        .contains("\t\t container name: spark-kubernetes-driver\n", "\t\t exit code: 3\n")
        .contains("\t node name: N/A\n");
  }

  @Test
  void doesNotShowTheEnvironmentOrArguments() {
    Pod pod =
        new PodBuilder(Pods.pending())
            .editSpec()
            .addNewContainer()
            .withName(Pods.CONTAINER)
            .withArgs("hunter2")
            .addNewEnv()
            .withName("PASSWORD")
            .withValue("hunter2")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();

    assertThat(PodWords.describe(pod)).doesNotContain("hunter2");
  }

  @Test
  void describesAPodThatNobodyHasReportedOnYet() {
    Pod bare = new PodBuilder(Pods.pending()).withStatus(null).build();

    assertThat(PodWords.describe(bare)).contains("phase: Unknown");
    assertThat(PodWords.remark(bare, Pods.CONTAINER)).isEmpty();
  }

  @Test
  void findsTheContainersThatFailedBesideSpark() {
    Pod pod = Pods.with("Failed", "proxy", Pods.ended(2, "Error"));

    assertThat(PodWords.failedBeside(pod, Pods.CONTAINER)).containsExactly("proxy (exit code 2)");
    assertThat(PodWords.failedBeside(pod, "proxy")).isEmpty();
  }
}
