// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.testkit.submit.Submission;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * An example step: its directory below {@code examples/steps} and its id.
 *
 * <p>The README of the directory has a title, a line that says what the step does, the problem that
 * it solves, and the settings of a job in a code block.
 *
 * @param isPlugin whether the step is loaded from its jar, as by {@code spark-submit}, because it
 *     brings the library of a language; other steps are on the classpath
 */
record Recipe(String directory, String id, boolean isPlugin) {
  /** In the order of the page. */
  static final List<Recipe> ALL =
      List.of(
          new Recipe("native-sidecar", "acme.sql-proxy"),
          new Recipe("vault-secrets", "acme.vault-secrets"),
          new Recipe("gpu-nodes", "acme.gpu-nodes"),
          new Recipe("restricted-security", "acme.restricted"),
          new Recipe("cost-labels", "acme.cost-labels"),
          new Recipe("service-mesh", "acme.service-mesh"),
          new Recipe("spot-nodes", "acme.spot-nodes"),
          new Recipe("kotlin-deadline", "acme.deadline", true),
          new Recipe("scala-zone-spread", "acme.zone-spread", true),
          new Recipe("host-network", "acme.host-network"));

  static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
          .withName("report")
          .withConf("spark.kubernetes.driver.pod.name", "report-driver");

  private static final Pattern SETTINGS = Pattern.compile("(?s)```properties\\R(.*?)```\\R");

  Recipe(String directory, String id) {
    this(directory, id, false);
  }

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

  /** Returns the declared settings of the step. */
  List<ConfigEntry<?>> entries() {
    if (!isPlugin) {
      return entries(Recipe.class.getClassLoader());
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()})) {
      return entries(loader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ConfigEntry<?>> entries(ClassLoader loader) {
    return ServiceLoader.load(FeatureStepFactory.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("step %s is missing".formatted(id)))
        .configEntries();
  }

  Submission job() {
    Submission job = JOB.withConf(settings());
    return isPlugin ? job.withStepJars(jar()) : job;
  }

  /** Returns the job without the step, so that the difference is that of the step alone. */
  Submission jobWithoutStep() {
    return job().withConf("spark.podsmith.steps.disabled", id);
  }

  private Path jar() {
    Path target = steps().resolve(directory).resolve("target");
    try (Stream<Path> jars =
        Files.find(
            target,
            1,
            (file, attributes) ->
                file.getFileName().toString().matches("podsmith-example-.*\\.jar"))) {
      return jars.findFirst().orElseThrow();
    } catch (IOException | NoSuchElementException e) {
      return Assumptions.abort(
          "%s contains no jar; run ./mvnw package or verify".formatted(target));
    }
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
