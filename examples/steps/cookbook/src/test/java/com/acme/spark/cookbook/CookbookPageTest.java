// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.testkit.submit.BuiltSubmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/cookbook.md} shows what the example steps do to pods. Run with {@code
 * -Dpodsmith.docs.write=true} to write it.
 */
class CookbookPageTest {
  private static final String HEAD =
      """
      # Cookbook
      With this page you can solve common problems of platform teams with a step: find the problem, look at what the step changes in pods, and
      [copy it](#copy-a-recipe) into a project of your own.

      Each recipe has the settings of a job and the difference that the step makes to the pods of this job. To compare two settings files of
      your own, use [`podsmith diff`](cli.md). `CookbookPageTest` writes this page from the steps and their READMEs.

      | recipe | step |
      |---|---|
      """;

  /** {@code .ci/authors} runs these commands. */
  private static final String COPY =
      """

      ## Copy a recipe
      [Generate a project](writing-steps.md#the-project) and replace its sources. In these commands, `podsmith` is a clone of Podsmith's
      repository, and `native-sidecar` the directory of the recipe:
      ```
      mvn -B archetype:generate -DarchetypeCatalog=local \\
        -DarchetypeGroupId=io.podsmith -DarchetypeArtifactId=podsmith-step-archetype -DarchetypeVersion=0.1.0-SNAPSHOT \\
        -DgroupId=com.acme -DartifactId=native-sidecar-step
      rm -r native-sidecar-step/src
      cp -r podsmith/examples/steps/native-sidecar/src native-sidecar-step/
      cd native-sidecar-step
      ./mvnw verify
      ```
      Then change the package `com.acme.spark`, the owner `acme` of the step's id, and `spark.acme` in the keys of its settings to your own. The
      steps in Kotlin and Scala also need the compiler and the bundled library of their language: copy the dependencies and the build from the POM
      of the recipe. The test of the host network needs Spark and the step class that it was ported from: delete it.
      """;

  @Test
  void showsWhatTheStepsDo() throws IOException {
    Path page = Recipe.root().resolve("docs/cookbook.md");
    String current =
        HEAD
            + Recipe.ALL.stream().map(CookbookPageTest::row).collect(Collectors.joining())
            + Recipe.ALL.stream().map(CookbookPageTest::section).collect(Collectors.joining())
            + COPY;
    if (Boolean.getBoolean("podsmith.docs.write")) {
      Files.writeString(page, current);
    }

    assertThat(Files.readString(page)).as("run with -Dpodsmith.docs.write=true").isEqualTo(current);
  }

  @Test
  void hasEachExample() throws IOException {
    try (Stream<Path> directories = Files.list(Recipe.steps())) {
      assertThat(
              directories
                  .filter(directory -> Files.exists(directory.resolve("README.md")))
                  .map(directory -> directory.getFileName().toString()))
          .as("directories below examples/steps with a README; add a Recipe for each")
          .containsExactlyInAnyOrderElementsOf(Recipe.ALL.stream().map(Recipe::directory).toList());
    }
  }

  private static String row(Recipe recipe) {
    String anchor = recipe.title().toLowerCase(Locale.ROOT).replace(' ', '-');
    return "| [%s](#%s) | %s |\n"
        .formatted(recipe.title(), anchor, recipe.text().lines().findFirst().orElseThrow());
  }

  private static String section(Recipe recipe) {
    return """

        ## %s
        %s

        Source: [examples/steps/%s](../examples/steps/%s)

        ```properties
        %s```

        | setting | default | meaning |
        |---|---|---|
        %s
        %s"""
        .formatted(
            recipe.title(),
            recipe.text(),
            recipe.directory(),
            recipe.directory(),
            recipe.settingsText(),
            recipe.entries().stream().map(CookbookPageTest::setting).collect(Collectors.joining()),
            differences(recipe));
  }

  private static String setting(ConfigEntry<?> entry) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            entry.key(),
            entry.defaultText().filter(text -> !text.isEmpty()).map("`%s`"::formatted).orElse(""),
            entry.doc());
  }

  private static String differences(Recipe recipe) {
    BuiltSubmission without = recipe.jobWithoutStep().build();
    BuiltSubmission with = recipe.job().build();
    String driver = YamlDifference.between(without.driverPod(), with.driverPod());
    String executor = YamlDifference.between(without.executorPod(), with.executorPod());
    assertThat(driver + executor).as("%s changes no pod", recipe).isNotBlank();
    String text;
    if (driver.replace("-driver", "").equals(executor.replace("-executor", ""))) {
      text = block("In the driver pod, and likewise in executor pods", driver);
    } else {
      text = block("In the driver pod", driver) + block("In executor pods", executor);
    }
    return text
        + block("Beside the driver", objects(without.driverObjects(), with.driverObjects()))
        + block("Beside executors", objects(without.executorObjects(), with.executorObjects()));
  }

  private static String block(String title, String difference) {
    return difference.isBlank() ? "" : "%s:\n```diff\n%s\n```\n".formatted(title, difference);
  }

  private static String objects(List<HasMetadata> before, List<HasMetadata> after) {
    Set<String> known = before.stream().map(CookbookPageTest::name).collect(Collectors.toSet());
    return after.stream()
        .filter(object -> !known.contains(name(object)))
        .flatMap(object -> Serialization.asYaml(object).lines())
        .map("+ %s"::formatted)
        .collect(Collectors.joining("\n"));
  }

  private static String name(HasMetadata object) {
    return "%s/%s".formatted(object.getKind(), object.getMetadata().getName());
  }
}
