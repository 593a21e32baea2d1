// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.submit.Submitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spark.podsmith.explain} in a client dry run, which needs no cluster. */
class ExplainSettingTest {
  private static final String KEY = "spark.podsmith.explain";

  @TempDir Path directory;
  private final StringBuilder explained = new StringBuilder();

  @Test
  void writesTextToTheConsole() throws Exception {
    submit(Map.of(KEY, "true"));

    assertThat(explained)
        .contains("driver\n", "executor\n")
        .contains("spec.containers[name=spark-kubernetes-driver].image\n    spark:4.1.1\n")
        .contains("by spark.driver-basics")
        .contains("spark.kubernetes.container.image = spark:4.1.1");
  }

  @Test
  void writesTextOrAPlanByTheNameOfTheFile() throws Exception {
    submit(Map.of(KEY, "true"));
    for (String name : List.of("why.txt", "why", "plan.json", "plan.yaml", "PLAN.YML")) {
      Path file = directory.resolve(name);
      Files.writeString(file, "old content");
      StringBuilder before = new StringBuilder(explained);

      submit(Map.of(KEY, file.toString()));

      String text = Files.readString(file);
      if (name.startsWith("why")) {
        assertThat(text).as(name).contains("by spark.driver-basics").doesNotContain("old content");
      } else {
        Plan plan = PlanDocument.read(text, name);
        assertThat(plan.target().appName()).as(name).isEqualTo("demo");
        assertThat(plan.driver().fields()).as(name).isNotEmpty();
      }
      assertThat(explained).as("console").hasToString(before.toString());
    }
    assertThat(Files.readString(directory.resolve("plan.json"))).startsWith("{");
    assertThat(Files.readString(directory.resolve("plan.yaml"))).startsWith("---\n");
  }

  @Test
  void takesAUriOfThisMachine() throws Exception {
    Path file = directory.resolve("why.txt");

    submit(Map.of(KEY, file.toUri().toString()));

    assertThat(file).isNotEmptyFile();
  }

  @Test
  void marksTheDriverWithTheDigestOfThePlan() throws Exception {
    Path file = directory.resolve("plan.json");

    String objects = submit(Map.of(KEY, file.toString()));

    String digest = PlanDocument.digest(PlanDocument.read(Files.readString(file), "plan.json"));
    assertThat(digest).startsWith("sha256:");
    assertThat(objects).contains("podsmith.io/plan: \"%s\"".formatted(digest));
  }

  @Test
  void leavesTheSettingToTheSubmission() throws Exception {
    for (String value : List.of("true", "TRUE", "false")) {
      assertThat(submit(Map.of(KEY, value))).as(value).doesNotContain(KEY);
    }
    assertThat(submit(Map.of(KEY, "false"))).doesNotContain("podsmith.io/plan");
    assertThat(submit(Map.of())).doesNotContain("podsmith.io/plan");
  }

  @Test
  void writesNoSecret() throws Exception {
    Map<String, String> settings =
        Map.of(
            "spark.my.password", "pl4nted-1",
            "spark.kubernetes.driverEnv.MY_TOKEN", "pl4nted-2",
            "spark.executorEnv.MY_SECRET", "pl4nted-3",
            "spark.driver.extraJavaOptions", "-Dmy.password=pl4nted-4");
    for (String name : List.of("why.txt", "plan.json", "plan.yaml")) {
      Map<String, String> all = new TreeMap<>(settings);
      all.put(KEY, directory.resolve(name).toString());

      submit(all);

      assertThat(Files.readString(directory.resolve(name)))
          .contains("MY_TOKEN")
          .doesNotContain("pl4nted");
    }
  }

  @Test
  void rejectsWhatCannotBeWritten() {
    assertRejected("ture", "'ture'", "true, false, or the path of a file", "./name");
    assertRejected("s3a://bucket/why.txt", "s3a://bucket/why.txt", "on this machine");
    assertRejected(directory.toString(), "it is a directory");
    assertRejected(
        directory.resolve("missing/why.txt").toString(), "missing does not exist", "choose a file");
    assertRejected("./a\0b", "it is not a path");
    assertThat(explained).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  private void assertRejected(String value, String... words) {
    assertThatThrownBy(() -> submit(Map.of(KEY, value)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(KEY)
        .hasMessageContainingAll(words);
  }

  private String submit(Map<String, String> settings) throws InterruptedException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.podsmith.submit.dryRun", "client");
    StringBuilder out = new StringBuilder();
    new Submitter()
        .withOutput(out::append)
        .withExplanation(explained::append)
        .submit(Demo.request(all));
    return out.toString();
  }
}
