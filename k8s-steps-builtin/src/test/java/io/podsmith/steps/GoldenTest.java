// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds what each step does against {@code src/test/resources/golden/<step>/<role>-<case>.yaml}.
 * The properties file beside it is what the step is given. After a change that is meant, {@code
 * -Dgolden.update=true} writes the YAML anew; read the diff before you commit it.
 */
class GoldenTest {
  static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final int FLOOR = 25;

  @TestFactory
  Stream<DynamicTest> addsWhatTheGoldenFileSays() throws IOException {
    return cases().stream()
        .map(
            path -> DynamicTest.dynamicTest(GOLDEN.relativize(path).toString(), () -> check(path)));
  }

  @Test
  void coversEveryStepInEachOfItsRoles() throws IOException {
    assertThat(
            cases().stream()
                .map(
                    path ->
                        path.getParent().getFileName()
                            + " of a "
                            + path.getFileName().toString().replaceAll("-.*", "")))
        .as("add <role>-<what>.properties for the new step below " + GOLDEN)
        .containsAll(
            BuiltInSteps.byId().values().stream()
                .flatMap(
                    step -> step.roles().stream().map(role -> step.id() + " of a " + role.label()))
                .toList())
        .hasSizeGreaterThanOrEqualTo(FLOOR);
  }

  private static void check(Path path) throws IOException {
    String stepId = path.getParent().getFileName().toString();
    Case given = read(path);
    KubernetesFeatureConfigStep step = BuiltInSteps.make(stepId, given);
    SparkPod input = PodsOfTests.template();
    SparkPod untouched = PodsOfTests.template();

    String first = Yaml.of(step, input);
    String again = Yaml.of(step, input);

    assertThat(input).as("the pod that a step gets must stay as it is").isEqualTo(untouched);
    assertThat(again).as("a step must answer the same when it is asked again").isEqualTo(first);
    Path expected =
        path.resolveSibling(path.getFileName().toString().replace(".properties", ".yaml"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, first);
    }
    assertThat(first)
        .as("differs from %s; if that is meant, run with -Dgolden.update=true", expected)
        .isEqualTo(Files.readString(expected));
  }

  static Case read(Path path) throws IOException {
    String role = path.getFileName().toString().replaceAll("-.*", "");
    Properties properties = new Properties();
    properties.load(
        new StringReader(Files.readString(path).replace("${golden}", GOLDEN.toString())));
    return Case.of(PodRole.valueOf(role.toUpperCase(Locale.ROOT)), properties);
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files
          .filter(f -> f.toString().endsWith(".properties") && !f.toString().contains("/files/"))
          .sorted()
          .toList();
    }
  }
}
