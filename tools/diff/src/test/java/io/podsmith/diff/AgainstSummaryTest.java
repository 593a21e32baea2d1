// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares Spark's own Kubernetes jar of this build's version with Podsmith. */
class AgainstSummaryTest {
  private static final Distribution SPARK = distribution("Spark", entry -> !entry.contains("k8s-"));
  private static final Distribution PODSMITH =
      distribution("Podsmith", entry -> !entry.contains("spark-kubernetes_"));

  @TempDir Path directory;

  private static Distribution distribution(String label, Predicate<String> isPart) {
    return new Distribution(
        label,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("tools"))
            .filter(isPart)
            .map(Path::of)
            .toList());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void comparesDriverAndExecutorOfEachFile() throws IOException {
    Path same =
        file(
            "same.properties",
            """
            spark.executor.memory=2g
            spark.kubernetes.executor.label.team=blue
            spark.kubernetes.driver.label.team=red
            """);
    Path listed = file("listed.properties", "spark.ui.port=7078\n");
    Path rejected =
        file("rejected.properties", "spark.kubernetes.driver.node.selector.a=not valid\n");
    Path secret =
        file(
            "secret.properties",
            "spark.my.password=planted-secret\nspark.kubernetes.driver.label.x=planted-secret\n");

    AgainstSummary summary =
        AgainstSummary.of(SPARK, PODSMITH, List.of(same, listed, rejected, secret), List.of());

    assertThat(summary.results())
        .as(summary.text())
        .extracting(FileResult::outcome)
        .startsWith(
            FileResult.Outcome.SAME,
            FileResult.Outcome.LISTED,
            FileResult.Outcome.REJECTED_BY_BOTH);
    assertThat(summary.results().get(1).listed()).containsExactly("one-port-twice");
    assertThat(summary.text())
        .contains("one-port-twice", "docs/differences.md", "4 files")
        .doesNotContain("planted-secret");
    assertThat(summary.tree().toString()).doesNotContain("planted-secret");
  }

  @Test
  void showsUnknownDifferences() throws IOException {
    Path file = file("plain.properties", "spark.executor.memory=2g\n");
    AgainstSummary summary = AgainstSummary.of(SPARK, broken(), List.of(file), List.of());
    assertThat(summary.isExplained()).isFalse();
    assertThat(summary.results().get(0).outcome())
        .isEqualTo(FileResult.Outcome.REJECTED_BY_PODSMITH);
    assertThat(summary.text()).contains("ClassNotFoundException");
  }

  private static Distribution broken() {
    return new Distribution(
        "Broken",
        PODSMITH.classPath().stream().filter(e -> !e.toString().contains("k8s-")).toList());
  }

  @Test
  void reportsTheLineOfASyntaxError() throws IOException {
    Path file = file("bad.properties", "spark.a=b\nspark.c=\\u12\n");
    assertThatThrownBy(() -> AgainstSummary.of(SPARK, PODSMITH, List.of(file), List.of()))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("bad.properties:2:");
  }

  @Test
  void rejectsDirectoriesWithoutSpark() throws IOException {
    assertThatThrownBy(() -> Distribution.spark(directory))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("holds no jars");
    Files.createFile(directory.resolve("spark-core_2.13-4.1.1.jar"));
    assertThatThrownBy(() -> Distribution.spark(directory))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("no spark-kubernetes jar");
    assertThatThrownBy(() -> Distribution.spark(directory.resolve("missing")))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("is not a directory");
  }
}
