// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Distributions that die, hang or lack classes, and what is shown of them. */
class BrokenDistributionTest {
  private static final String REJECT =
      "throw new IllegalArgumentException(\"spark.key is \" + conf.get(\"spark.key\"));";

  @TempDir Path directory;
  private Distribution good;

  @BeforeEach
  void compileGoodOne() throws IOException {
    good = FakeSpark.of(directory.resolve("good"), "Good", REJECT);
  }

  private static SettingsFile file(String name, Map<String, String> settings) {
    return new SettingsFile(Path.of(name), new TreeMap<>(settings));
  }

  private AgainstSummary compare(Distribution theirs, SettingsFile... files) {
    return AgainstSummary.of(theirs, good, List.of(files), result -> {});
  }

  private static String textOf(AgainstSummary summary) {
    StringBuilder text = new StringBuilder(summary.text()).append(summary.tree());
    summary.results().forEach(each -> text.append(AgainstSummary.text(each, "a", "b")));
    return text.toString();
  }

  @Test
  void showsTheLogOfADeadJvmWithoutSecretsAndGoesOn() throws IOException {
    Distribution dying =
        FakeSpark.of(
            directory,
            "Dying",
            """
            if (!conf.get("spark.die").isEmpty()) {
              System.err.println("cannot open the store with " + conf.get("spark.password"));
              Runtime.getRuntime().halt(3);
            }
            """
                + REJECT);

    AgainstSummary summary =
        compare(
            dying,
            file("a", Map.of("spark.key", "1")),
            file("b", Map.of("spark.die", "yes", "spark.password", "planted-secret")),
            file("c", Map.of("spark.key", "2")));

    assertThat(summary.results())
        .extracting(FileResult::outcome)
        .containsExactly(
            FileResult.Outcome.REJECTED_BY_BOTH,
            FileResult.Outcome.FAILED,
            FileResult.Outcome.REJECTED_BY_BOTH);
    assertThat(summary.hasFailures()).isTrue();
    assertThat(textOf(summary))
        .contains("the JVM of Dying ended with exit code 3: cannot open the store with (secret)")
        .doesNotContain("planted-secret");
  }

  @Test
  void killsAJvmThatHangs() throws IOException {
    Distribution hanging =
        FakeSpark.of(directory, "Hanging", "new java.util.concurrent.CountDownLatch(1).await();");
    AgainstSummary summary =
        AgainstSummary.of(
            hanging, hanging, List.of(file("a", Map.of())), result -> {}, Duration.ofSeconds(2));
    assertThat(summary.results().get(0).rejection().orElse(""))
        .contains("the JVM of Hanging did not answer within 2 s and was killed");
    assertThat(summary.isExplained()).isFalse();
  }

  /** Spark 4.3 ends its JVM some time after executors cannot be built. */
  @Test
  void usesNoJvmAgainWhoseDriverRequestedNoExecutor() throws IOException {
    Distribution failing =
        FakeSpark.of(
            directory,
            "Failing",
            "",
            """
            if (contexts > 1) {
              throw new IllegalStateException("only one context");
            }
            if (conf.get("spark.late").equals("yes")) {
              System.err.println("ERROR Store: Going to stop due to IllegalArgumentException");
              System.err.println("java.lang.IllegalArgumentException: the port is too high");
            } else {
              throw new IllegalStateException("the first context");
            }
            """);
    AgainstSummary summary =
        AgainstSummary.of(
            failing,
            failing,
            List.of(file("a", Map.of("spark.late", "yes")), file("b", Map.of())),
            result -> {});
    assertThat(summary.results())
        .as(textOf(summary))
        .extracting(FileResult::outcome)
        .containsOnly(FileResult.Outcome.REJECTED_BY_BOTH);
    assertThat(summary.results().get(0).rejection().orElse(""))
        .contains("the driver requested no executor: java.lang.IllegalArgumentException: the port");
    assertThat(summary.results().get(1).rejection().orElse("")).contains("the first context");
  }

  @Test
  void stopsIfNoFileCanBeCompared() {
    Distribution empty = new Distribution("Empty", "4.1.1", false, List.of());
    SettingsFile file = file("a", Map.of());
    assertThatThrownBy(() -> compare(empty, file, file, file, file))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("the first 3 files could not be compared")
        .hasMessageContaining("ClassNotFoundException");
  }

  @Test
  void tellsReasonsOfRejectionsApart() throws IOException {
    Distribution other =
        FakeSpark.of(directory, "Other", "throw new IllegalStateException(\"the moon is full\");");
    AgainstSummary summary = compare(other, file("a", Map.of("spark.key", "1")));
    assertThat(summary.results().get(0).outcome())
        .isEqualTo(FileResult.Outcome.REJECTED_DIFFERENTLY);
    assertThat(summary.isExplained()).isFalse();
    assertThat(textOf(summary)).contains("the moon is full", "spark.key is 1");
  }

  @Test
  void requiresAFile() {
    assertThatThrownBy(() -> compare(good))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("there is no settings file to compare");
  }
}
