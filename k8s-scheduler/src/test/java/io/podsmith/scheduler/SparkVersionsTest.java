// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkVersionsTest {
  @TempDir private Path directory;

  @Test
  void makesAFileABlockOfTheExecutor() throws IOException {
    assertThat(SparkVersionsCheck.storedSize(directory, "seven k")).isEqualTo(7);
  }

  @Test
  void callsWhatDiffersBetweenVersions() {
    SparkVersionsCheck.checkCalls(directory.toString());
  }

  @Test
  void isNoMasterOfKubernetes() {
    assertThat(SparkVersions.isKubernetes(null)).isFalse();
    assertThat(SparkVersions.isKubernetes("k8s")).isFalse();
    assertThat(SparkVersions.isKubernetes("spark://k8s://host")).isFalse();
  }

  @Test
  void keepsTheCauseForSparkSubmitToPrint() {
    IllegalStateException cause = new IllegalStateException("why");
    assertThat(SparkVersions.exitException(3, cause)).hasCause(cause);
  }
}
