// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example step: its directory below {@code examples/steps} and its id.
 *
 * <p>The README of the directory has a title, a line that says what the step does, the problem that
 * it solves, and the settings of a job in a code block.
 */
record Recipe(String directory, String id) {
  /** In the order of the page. */
  static final List<Recipe> ALL =
      List.of(
          new Recipe("native-sidecar", "acme.sql-proxy"),
          new Recipe("vault-secrets", "acme.vault-secrets"),
          new Recipe("gpu-nodes", "acme.gpu-nodes"),
          new Recipe("restricted-security", "acme.restricted"),
          new Recipe("cost-labels", "acme.cost-labels"),
          new Recipe("service-mesh", "acme.service-mesh"),
          new Recipe("spot-nodes", "acme.spot-nodes"));

  static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
          .withName("report")
          .withConf("spark.kubernetes.driver.pod.name", "report-driver");

  private static final Pattern SETTINGS = Pattern.compile("(?s)```properties\\R(.*?)```\\R");

  String readme() {
    try {
      return Files.readString(steps().resolve(directory).resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String title() {
    return readme().lines().findFirst().orElseThrow().substring("# ".length());
  }

  /** Returns the README without title and settings, with links as they are from {@code docs}. */
  String text() {
    return SETTINGS
        .matcher(readme())
        .replaceAll("")
        .split("\\R", 2)[1]
        .strip()
        .replace("](../../../docs/", "](")
        .replace("](../", "](../examples/steps/");
  }

  /** Returns the code block with the settings, as in {@code spark-defaults.conf}. */
  String settingsText() {
    Matcher block = SETTINGS.matcher(readme());
    if (!block.find()) {
      throw new AssertionError("%s/README.md has no code block 'properties'".formatted(directory));
    }
    return block.group(1);
  }

  Map<String, String> settings() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(settingsText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
    return settings;
  }

  FeatureStepFactory factory() {
    return ServiceLoader.load(FeatureStepFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step %s on the classpath".formatted(id)));
  }

  BuiltSubmission with() {
    return JOB.withConf(settings()).build();
  }

  /** Returns the same job without the step, so that the difference is that of the step alone. */
  BuiltSubmission without() {
    return JOB.withConf(settings()).withConf("spark.podsmith.steps.disabled", id).build();
  }

  static Path steps() {
    return root().resolve("examples/steps");
  }

  static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(each -> Files.exists(each.resolve("mvnw")))
        .findFirst()
        .orElseThrow();
  }
}
