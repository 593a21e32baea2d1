// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two plugins bring Jackson and Guava in versions that neither fit each other nor Spark's, and call
 * methods that only their version has. A job of Spark's own SparkSubmit runs with both.
 */
class PluginLibrariesIT {
  private static final String IMAGE = "podsmith/spark:test";
  private static final Path LIBRARIES = Path.of("target/plugin-libraries");

  /** Guava dropped this method in version 21, and Jackson had no JsonMapper before 2.10. */
  private static final Plugin OLD =
      new Plugin(
          "old",
          "2.9.10",
          "20.0",
          "com.google.common.base.Objects.firstNonNull(null, guava)",
          "new com.fasterxml.jackson.databind.ObjectMapper()");

  /** Guava has this method since version 31.1. */
  private static final Plugin NEW =
      new Plugin(
          "new",
          "2.17.0",
          "33.4.8-jre",
          "com.google.common.collect.ImmutableMap.<String, String>builder()"
              + ".put(guava, guava).buildKeepingLast().get(guava)",
          "com.fasterxml.jackson.databind.json.JsonMapper.builder().build()");

  @TempDir Path directory;

  /**
   * A plugin and its libraries.
   *
   * @param name its directory, and the first part of its annotations
   * @param jackson the version that it brings
   * @param guava the version that it brings
   * @param guavaCall an expression for {@code guava}, by a method that other versions lack
   * @param mapper an expression for a mapper
   */
  private record Plugin(
      String name, String jackson, String guava, String guavaCall, String mapper) {
    List<Path> libraries() {
      return List.of(
          LIBRARIES.resolve("jackson-databind-%s.jar".formatted(jackson)),
          LIBRARIES.resolve("jackson-core-%s.jar".formatted(jackson)),
          LIBRARIES.resolve("jackson-annotations-%s.jar".formatted(jackson)),
          LIBRARIES.resolve("guava-%s.jar".formatted(guava)));
    }

    String className() {
      return "com.acme.%s.Libraries".formatted(name.equals("new") ? "fresh" : name);
    }

    String source() {
      return """
          package %s;
          import io.podsmith.api.*;
          import io.podsmith.api.conf.*;
          import java.util.*;
          public class Libraries implements FeatureStepFactory {
            @Override public String id() { return "acme.%s"; }
            @Override public String description() { return "For a test."; }
            @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
              String jar = com.google.common.base.Joiner.class
                  .getProtectionDomain().getCodeSource().getLocation().getPath();
              String guava = jar.substring(jar.lastIndexOf('/') + 1);
              com.fasterxml.jackson.databind.ObjectMapper mapper = %s;
              return Optional.of(pod -> pod.editPod(edited -> edited.editOrNewMetadata()
                  .addToAnnotations("acme.com/%s-jackson", mapper.version().toString())
                  .addToAnnotations("acme.com/%s-guava", %s)
                  .endMetadata()));
            }
          }
          """
          .formatted(
              className().substring(0, className().lastIndexOf('.')),
              name,
              mapper,
              name,
              name,
              guavaCall);
    }
  }

  @Test
  void areOfAnyVersionInEachPlugin() throws IOException {
    Path plugins = directory.resolve("plugins");
    for (Plugin plugin : List.of(OLD, NEW)) {
      write(plugin, plugins.resolve(plugin.name()));
    }
    assertThat(PackageVersion.VERSION.toString())
        .as("the version of Jackson that Spark has")
        .isNotIn(OLD.jackson(), NEW.jackson());

    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .start()) {
      SparkSubmitProcess.Result result =
          SparkSubmitProcess.run(
              settings(cluster, plugins),
              List.of(
                  "--deploy-mode",
                  "cluster",
                  "--class",
                  SumJob.class.getName(),
                  "spark-internal",
                  "4"));

      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(cluster.logs("libraries")).contains("The sum is 5050, from executors [");
      List<Map<String, String>> annotations = createdPods(cluster);
      assertThat(annotations).as("the driver and its executors").hasSizeGreaterThanOrEqualTo(2);
      assertThat(annotations)
          .allSatisfy(
              each ->
                  assertThat(each)
                      .containsEntry("acme.com/old-jackson", "2.9.10")
                      .containsEntry("acme.com/old-guava", "guava-20.0.jar")
                      .containsEntry("acme.com/new-jackson", "2.17.0")
                      .containsEntry("acme.com/new-guava", "guava-33.4.8-jre.jar"));
    }
  }

  private static Map<String, String> settings(EmbeddedCluster cluster, Path plugins) {
    Map<String, String> settings = new LinkedHashMap<>(cluster.sparkProperties());
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    settings.put("spark.kubernetes.container.image", IMAGE);
    settings.put("spark.kubernetes.driver.pod.name", "libraries");
    settings.put("spark.podsmith.steps.dir", plugins.toString());
    settings.put("spark.executor.instances", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.extraJavaOptions", flags);
    settings.put("spark.executor.extraJavaOptions", flags);
    return settings;
  }

  /** Returns the annotations of each pod that Spark created. */
  private static List<Map<String, String>> createdPods(EmbeddedCluster cluster) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Map<String, String>> all = new ArrayList<>();
    for (String body :
        cluster.apiServer().requests().stream()
            .filter(each -> each.verb().equals("create") && each.resource().equals("pods"))
            .map(each -> each.body())
            .filter(each -> each.contains("\"kind\":\"Pod\""))
            .toList()) {
      Map<String, String> annotations = new LinkedHashMap<>();
      JsonNode found = json.readTree(body).path("metadata").path("annotations");
      found.properties().forEach(each -> annotations.put(each.getKey(), each.getValue().asText()));
      all.add(annotations);
    }
    return all;
  }

  private void write(Plugin plugin, Path target) throws IOException {
    Files.createDirectories(target);
    for (Path library : plugin.libraries()) {
      Files.copy(library, target.resolve(library.getFileName()));
    }
    Path jar = directory.resolve(plugin.name() + "-steps.jar");
    CompiledStep.write(jar, plugin.className(), plugin.source(), plugin.libraries());
    Files.copy(jar, target.resolve("steps.jar"));
  }
}
