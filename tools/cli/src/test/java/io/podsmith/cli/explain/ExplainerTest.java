// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.api.PodRole;
import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
  private static final int WIDTH = 100;
  private static final Paint PLAIN = new Paint(false);

  private final Explainer driver = new Explainer(DemoPlan.plan(), PodRole.DRIVER);

  @ParameterizedTest
  @CsvSource({"80, summary-80.txt", "100, summary-100.txt"})
  void summarizesStepsInOrder(int width, String golden) throws IOException {
    assertGolden(golden, driver.text(Optional.empty(), width, PLAIN));
  }

  @ParameterizedTest
  @CsvSource({"spec, spec.txt", "metadata, metadata.txt"})
  void explainsEachFieldBelowAPath(String path, String golden) throws IOException {
    assertGolden(golden, driver.text(Optional.of(path), WIDTH, PLAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec.containers[name=spark-kubernetes-driver].env[name=SPARK_USER].value",
        "spec.containers[name=spark-kubernetes-driver].env[name=SPARK_USER]",
        "spec.containers[spark-kubernetes-driver].env[SPARK_USER]",
        "spec.containers[0].env[0]",
        "spec.containers.env.SPARK_USER",
        "pod.spec.containers[0].env.SPARK_USER.value",
        "containers[\"spark-kubernetes-driver\"].env[SPARK_USER]",
        "env[name=SPARK_USER]",
        ".env.SPARK_USER",
        "SPARK_USER"
      })
  void findsOneFieldByShortForms(String typed) {
    assertThat(new FieldSelector(DemoPlan.plan().driver()).select(typed))
        .extracting(field -> field.path())
        .containsExactly(DemoPlan.CONTAINER + ".env[name=SPARK_USER].value");
  }

  @ParameterizedTest
  @CsvSource({
    "env, 3",
    "spec.volumes, 1",
    "metadata.labels, 2",
    "metadata.labels.app.kubernetes.io/name, 1",
    "labels[spark-role], 1",
    "Spec.RestartPolicy, 1",
    "spec.containers[1], 2",
    "spec.containers[0].args[2], 1",
    "resources.limits.memory, 1"
  })
  void findsAllFieldsBelowAPath(String typed, int count) {
    assertThat(new FieldSelector(DemoPlan.plan().driver()).select(typed)).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({
    "spec.volume, spec.volumes",
    "spec.containers[name=spark-kubernetes-driver].enf, 'spec.containers[name=spark-kubernetes-driver].env'",
    "metadata.lables, metadata.labels",
    "spec.containers[0].args[3], '.args'"
  })
  void namesTheNearestPathsWhereNoneMatches(String typed, String nearest) {
    assertThatThrownBy(() -> driver.text(Optional.of(typed), WIDTH, PLAIN))
        .hasMessageContaining("'%s' matches no field of the driver pod", typed)
        .hasMessageContaining(nearest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "[", "]", "[]", "....", "a[b", "$."})
  void rejectsWhatIsNoPath(String typed) {
    assertThatThrownBy(() -> driver.text(Optional.of(typed), WIDTH, PLAIN))
        .hasMessageContaining("matches no field");
  }

  @Test
  void strikesOverwrittenValuesThroughOnATerminal() {
    assertThat(driver.text(Optional.of("spec.restartPolicy"), WIDTH, new Paint(true)))
        .contains("\u001b[9mAlways\u001b[0m", "\u001b[1mNever\u001b[0m");
    assertThat(driver.text(Optional.of("spec.restartPolicy"), WIDTH, PLAIN))
        .doesNotContain("\u001b")
        .contains("was  Always by template driver.yaml");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120})
  void keepsLinesWithinTheWidth(int width) {
    assertThat(driver.text(Optional.empty(), width, PLAIN).lines())
        .allMatch(line -> line.length() <= width, "at most %d characters".formatted(width));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kerberos, 'did not run for the driver pod: no setting requests it', spark.kerberos.keytab",
    "spark.local-dirs, spark.podsmith.steps.disabled disables it, remove it from",
    "spark.executor-basics, it is for the other role, podsmith-k8s-steps-builtin.jar 0.1.0",
    "acme.log-shipper, ran for the driver pod in phase CUSTOMIZE, 'spec.volumes[name=logs].emptyDir'"
  })
  void answersWhyAStepDidNotRun(String step, String reason, String more) {
    assertThat(driver.whyNot(step, 500)).contains(reason).contains(more);
  }

  @Test
  void namesTheNearestStepsOfAnUnknownId() {
    assertThatThrownBy(() -> driver.whyNot("log-shiper", WIDTH))
        .hasMessageContaining("No step has the id 'log-shiper'; the nearest are acme.log-shipper");
  }

  @Test
  void saysWhyThereIsNoExecutor() {
    assertThatThrownBy(() -> new Explainer(DemoPlan.plan(), PodRole.EXECUTOR))
        .hasMessageContaining("only the driver knows its executors");
  }

  @Test
  void writesTheSameAsJsonAndYaml() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    var json = mapper.readTree(Trees.json(driver.tree(Optional.of("spec.containers[0].image"))));
    var field = json.get("fields").get(0);

    assertThat(field.get("value").asText()).isEqualTo("apache/spark:4.1.1");
    assertThat(field.get("writer").asText()).isEqualTo("spark.driver-basics");
    assertThat(field.get("settings").get(0).get("origin").asText()).isEqualTo("spark.properties:4");
    assertThat(field.get("overwritten").get(0).get("value").asText()).isEqualTo("busybox");
    assertThat(Trees.yaml(driver.tree(Optional.of("spec.containers[0].image"))))
        .contains("spark.properties:4");
  }

  /** Compares with a golden file; {@code -Dpodsmith.golden.write=true} writes it. */
  private static void assertGolden(String name, String text) throws IOException {
    if (Boolean.getBoolean("podsmith.golden.write")) {
      Files.writeString(
          Path.of("src/test/resources/io/podsmith/cli/explain", name),
          text,
          StandardCharsets.UTF_8);
    }
    try (InputStream golden = ExplainerTest.class.getResourceAsStream(name)) {
      assertThat(golden).as(name).isNotNull();
      assertThat(text)
          .as("%s; -Dpodsmith.golden.write=true writes it", name)
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
