// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.scheduler.pods.testing.TestPods;
import org.junit.jupiter.api.Test;

class LocalDirClaimsTest {
  private static final String CONTAINER = "spark-kubernetes-executor";

  private static Pod pod(String localDirs) {
    return new PodBuilder(TestPods.executor("app", 1, 0))
        .editSpec()
        .addNewVolume()
        .withName("a")
        .withNewPersistentVolumeClaim("claim-a", false)
        .endVolume()
        .addNewVolume()
        .withName("b")
        .withNewPersistentVolumeClaim("claim-b", false)
        .endVolume()
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .editFirstContainer()
        .addNewEnv()
        .withName("SPARK_LOCAL_DIRS")
        .withValue(localDirs)
        .endEnv()
        .addNewVolumeMount()
        .withName("a")
        .withMountPath("/data")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("b")
        .withMountPath("/data/inner")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/scratch")
        .endVolumeMount()
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void findsTheClaimOfEachDirectory() {
    assertThat(LocalDirClaims.of(pod("/data,/scratch,/data/inner,/data/spark"), CONTAINER))
        .containsExactly("claim-a", "", "claim-b", "claim-a");
  }

  @Test
  void takesNoPathForAnotherThatBeginsAlike() {
    assertThat(LocalDirClaims.of(pod("/data-of-another/x"), CONTAINER)).containsExactly("");
  }

  @Test
  void findsNothingInAPodWithoutSuchAContainer() {
    assertThat(LocalDirClaims.of(pod("/data"), "other")).isEmpty();
  }
}
