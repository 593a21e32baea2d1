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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares Spark's own Kubernetes jar of this build's version with Podsmith. */
class AgainstSummaryTest {
  private static final Distribution SPARK =
      distribution("Spark", false, entry -> !entry.contains("/k8s-"));
  private static final Distribution PODSMITH =
      distribution("Podsmith", true, entry -> !entry.contains("/spark-kubernetes_"));

  @TempDir Path directory;

  private static Distribution distribution(
      String label, boolean hasPodsmith, Predicate<String> isPart) {
    return new Distribution(
        label,
        "4.1.1",
        hasPodsmith,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("/tools/diff/"))
            .filter(isPart)
            .map(Path::of)
            .toList());
  }

  private SettingsFile file(String name, String text) throws IOException {
    return SettingsFile.read(Files.writeString(directory.resolve(name), text));
  }

  private static AgainstSummary compare(SettingsFile... files) {
    return AgainstSummary.of(SPARK, PODSMITH, List.of(files), result -> {});
  }

  private static String textOf(AgainstSummary summary) {
    StringBuilder text = new StringBuilder(summary.text()).append(summary.tree());
    summary.results().forEach(each -> text.append(AgainstSummary.text(each, "a", "b")));
    return text.toString();
  }

  @Test
  void comparesDriverAndExecutorOfEachFile() throws IOException {
    AgainstSummary summary =
        compare(
            file(
                "same.properties",
                """
                spark.executor.memory=2g
                spark.kubernetes.executor.label.team=blue
                spark.kubernetes.driver.label.team=red
                """),
            file("listed.properties", "spark.ui.port=7078\n"),
            file("rejected.properties", "spark.kubernetes.driver.label.a=not valid\n"),
            file(
                "named.properties",
                """
                spark.kubernetes.driver.resourceNamePrefix=nightly
                spark.my.password=planted-secret
                spark.kubernetes.driverEnv.DB_PASSWORD=planted-secret-2
                """));

    assertThat(summary.results())
        .as(textOf(summary))
        .extracting(FileResult::outcome)
        .containsExactly(
            FileResult.Outcome.SAME,
            FileResult.Outcome.LISTED,
            FileResult.Outcome.REJECTED_BY_BOTH,
            FileResult.Outcome.LISTED);
    assertThat(summary.results().get(1).listed()).containsExactly("one-port-twice");
    assertThat(summary.results().get(3).listed()).containsExactly("name-prefix", "secret-settings");
    assertThat(textOf(summary))
        .contains("one-port-twice", "docs/differences.md", "4 files")
        .doesNotContain("planted-secret");
  }

  @Test
  void waitsForNoExecutorOfALocalDriver() throws IOException {
    AgainstSummary summary =
        compare(file("local.properties", "spark.kubernetes.driver.master=local[2]\n"));
    assertThat(summary.results())
        .as(textOf(summary))
        .extracting(FileResult::outcome)
        .containsExactly(FileResult.Outcome.SAME);
    assertThat(summary.times())
        .hasSize(2)
        .allSatisfy(
            side -> assertThat(side.millis()).containsKey("start").doesNotContainKey("wait"));
  }

  /** Whatever differs is shown without secrets, in all forms that requests give them. */
  @Test
  void showsUnknownDifferencesWithoutSecrets() throws IOException {
    // against Podsmith no difference is known
    Distribution spark = new Distribution("Spark", "4.1.1", true, SPARK.classPath());
    AgainstSummary summary =
        AgainstSummary.of(
            spark,
            PODSMITH,
            List.of(
                file(
                    "a.properties",
                    """
                    spark.my.password=planted "secret"
                    spark.kubernetes.driverEnv.DB_PASSWORD=x1
                    """)),
            result -> {});
    assertThat(summary.results().get(0).outcome()).isEqualTo(FileResult.Outcome.UNKNOWN);
    assertThat(textOf(summary))
        .contains("env[DB_PASSWORD]/value", "(secret)")
        .doesNotContain("planted")
        .doesNotContain("x1");
  }

  @Test
  void findsNoDifferenceBetweenADistributionAndItself() throws IOException {
    AgainstSummary summary =
        AgainstSummary.of(
            PODSMITH,
            PODSMITH,
            List.of(file("a.properties", "spark.my.password=planted-secret\n")),
            result -> {});
    assertThat(summary.results())
        .as(textOf(summary))
        .extracting(FileResult::outcome)
        .containsExactly(FileResult.Outcome.SAME);
    assertThat(summary.text()).startsWith("Podsmith (other) and Podsmith, 1 file: 1 same");
  }

  @Test
  void reportsTheLineOfASyntaxError() {
    assertThatThrownBy(() -> file("bad.properties", "spark.a=b\nspark.c=\\u12\n"))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("PODSMITH-CONF-001")
        .hasMessageContaining("bad.properties:2 ");
  }

  @Test
  void readsDistributions() throws IOException {
    assertThatThrownBy(() -> Distribution.spark(directory))
        .hasMessageContaining("has no jars; it must be the home of a distribution");
    assertThatThrownBy(() -> Distribution.spark(directory.resolve("missing")))
        .hasMessageContaining("is not a directory");
    Path jars = Files.createDirectories(directory.resolve("jars"));
    Files.createFile(jars.resolve("hadoop-client-api-3.4.2.jar"));
    assertThatThrownBy(() -> Distribution.spark(directory))
        .hasMessageContaining("has no spark-core jar");
    Files.createFile(jars.resolve("spark-core_2.12-3.5.0.jar"));
    assertThatThrownBy(() -> Distribution.spark(directory))
        .hasMessageContaining("has Spark 3.5.0; Podsmith runs on Spark 4.0 to 4.3");
    Files.delete(jars.resolve("spark-core_2.12-3.5.0.jar"));
    Files.createFile(jars.resolve("spark-core_2.13-4.3.0.jar"));
    assertThatThrownBy(() -> Distribution.spark(directory))
        .hasMessageContaining("has no spark-kubernetes jar");
    assertThatThrownBy(() -> Distribution.podsmith(SPARK, directory))
        .hasMessageContaining("has no k8s-scheduler jar");

    Files.createFile(jars.resolve("k8s-scheduler-0.1.0.jar"));
    Path kept = Files.createDirectories(directory.resolve("podsmith-original"));
    Path original = Files.createFile(kept.resolve("spark-kubernetes_2.13-4.3.0.jar"));
    Distribution spark = Distribution.spark(jars);
    assertThat(spark.label()).isEqualTo("Spark 4.3.0");
    assertThat(spark.classPath()).hasSize(3).contains(original);
    Distribution podsmith = Distribution.podsmith(spark, directory);
    assertThat(podsmith.label()).isEqualTo("Podsmith 0.1.0");
    assertThat(podsmith.classPath()).hasSize(3).doesNotContain(original);
  }

  @Test
  void knowsTheVersionsOfSpark() {
    assertThat(Stream.of("4.0.5", "4.1.1", "4.2.1", "4.3.0")).allMatch(Distribution::isSupported);
    assertThat(Stream.of("3.5.0", "4.4.0", "4.3", "4.3.0-rc1"))
        .noneMatch(Distribution::isSupported);
    assertThat(Distribution.spark("4.1.4", List.of()).hasAtLeast(2)).isFalse();
    assertThat(Distribution.spark("4.2.1", List.of()).hasAtLeast(2)).isTrue();
    assertThat(Distribution.spark("4.3.0", List.of()).hasAtLeast(2)).isTrue();
  }

  @Test
  void knowsWhenEachDifferenceOfSomeSettingsShows() {
    List<String> conditional =
        Stream.of("differences.properties", "differences-4.2.properties")
            .map(Resources::ledger)
            .flatMap(ledger -> ledger.ids().stream().filter(id -> !ledger.isAnywhere(List.of(id))))
            .toList();
    assertThat(new Triggers(Resources.properties("triggers.properties")).all())
        .as("each id with 'only' in differences.properties needs a line in triggers.properties")
        .containsExactlyInAnyOrderElementsOf(conditional);
  }

  @Test
  void explainsTheDifferencesFromLaterVersions() throws IOException {
    Path page = Path.of(System.getProperty("podsmith.root", "../.."), "docs", "differences.md");
    try (Stream<String> lines = Files.lines(page)) {
      assertThat(
              lines
                  .filter(line -> line.startsWith("| `4.2/"))
                  .map(line -> line.split("`", -1)[1])
                  .toList())
          .as("the ids of docs/differences.md and of differences-4.2.properties")
          .containsExactlyInAnyOrderElementsOf(
              Resources.ledger("differences-4.2.properties").ids());
    }
  }
}
