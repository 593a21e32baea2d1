// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.jars.ContractVersion;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manifest of a step jar says, and what the engine does about it. */
class PluginContractTest {
  @TempDir Path directory;

  @Test
  void offersTheContractOfThisVersion() {
    String project = System.getProperty("podsmith.version", "0.1.0-SNAPSHOT");

    assertThat(ContractVersion.parse(project))
        .as("raise ContractVersion.CURRENT together with the version of the project")
        .contains(ContractVersion.CURRENT);
  }

  @Test
  void ordersVersionsByNumber() {
    assertThat(ContractVersion.parse("0.10").orElseThrow())
        .isGreaterThan(ContractVersion.parse("0.9.9").orElseThrow());
    assertThat(ContractVersion.parse("1.0-rc1").orElseThrow())
        .isGreaterThan(ContractVersion.parse("0.99").orElseThrow());
    assertThat(ContractVersion.parse("1")).isEmpty();
    assertThat(ContractVersion.parse("newest")).isEmpty();
  }

  @Test
  void namesAPluginByItsManifest() {
    Path jar = jar("Podsmith-Plugin-Id: acme-one\nPodsmith-Plugin-Version: 2.1\n", "renamed.jar");

    try (StepRegistry registry = load(jar)) {
      StepDescription step = described(registry);
      assertThat(step.info().origin()).isEqualTo("plugin acme-one (renamed.jar)");
      assertThat(step.version()).isEqualTo("2.1");
    }
  }

  @Test
  void prefersTheVersionOfThePluginToThatOfTheJar() {
    Path jar = jar("Implementation-Version: 1\nPodsmith-Plugin-Version: 2.1\n", "a.jar");

    try (StepRegistry registry = load(jar)) {
      assertThat(described(registry).version()).isEqualTo("2.1");
    }
  }

  @Test
  void rejectsAnIdThatCannotBePartOfAKey() {
    assertThatThrownBy(() -> load(jar("Podsmith-Plugin-Id: a/b\n", "a.jar")))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] ")
        .hasMessageContaining("'a/b'")
        .hasMessageContaining("Podsmith-Plugin-Id");
  }

  @Test
  void rejectsTwoVersionsOfOnePlugin() {
    Path first = jar("Podsmith-Plugin-Id: acme-one\n", "acme-one-1.jar");
    Path second = jar("Podsmith-Plugin-Id: acme-one\n", "acme-one-2.jar");

    assertThatThrownBy(() -> load(first, second))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] ")
        .hasMessageContaining("has the same plugin id as %s".formatted(first));
  }

  @Test
  void loadsJarsOfThisContract() {
    try (StepRegistry registry = load(jar("Podsmith-Api: 0.1\n", "a.jar"))) {
      assertThat(registry.steps(PodRole.DRIVER)).hasSize(1);
    }
  }

  @Test
  void rejectsJarsThatRequireANewerContract() {
    Path jar =
        jar(
            "Podsmith-Api: 7.2\nPodsmith-Plugin-Id: acme-one\nPodsmith-Plugin-Version: 3.0\n",
            "a.jar");

    assertThatThrownBy(() -> load(jar))
        .hasMessage(
            ("[PODSMITH-PLUGIN-005] plugin acme-one 3.0: %s requires version 7.2 of Podsmith's"
                    + " contract, but this Podsmith has version %s; install Podsmith 7.2 or later, or"
                    + " use a version of the plugin that was compiled against k8s-api %2$s")
                .formatted(jar, ContractVersion.CURRENT));
  }

  @Test
  void rejectsVersionsThatAreNone() {
    assertThatThrownBy(() -> load(jar("Podsmith-Api: newest\n", "a.jar")))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-005] plugin a: ")
        .hasMessageContaining("has Podsmith-Api 'newest' in its manifest")
        .hasMessageContaining("podsmith-maven-plugin");
  }

  @Test
  void rejectsJarsOnTheClasspathThatRequireANewerContract() throws IOException {
    URL jar = jar("Podsmith-Api: 7.2\n", "a.jar").toUri().toURL();

    try (URLClassLoader classpath =
        new URLClassLoader(new URL[] {jar}, getClass().getClassLoader())) {
      assertThatThrownBy(
              () ->
                  StepRegistry.load(
                      SparkSettings.of(Map.of(), Map.of()), new LocalFiles(), classpath))
          .hasMessageStartingWith("[PODSMITH-PLUGIN-005] plugin classpath: ")
          .hasMessageContaining("a.jar requires version 7.2");
    }
  }

  private static StepDescription described(StepRegistry registry) {
    return registry.descriptions().stream()
        .filter(step -> step.info().id().equals("acme.one"))
        .findFirst()
        .orElseThrow();
  }

  private Path jar(String manifest, String name) {
    return new TestJar()
        .factory("com.acme.One", "acme.one", "")
        .file(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\n%s".formatted(manifest).getBytes(StandardCharsets.UTF_8))
        .writeTo(directory.resolve(name));
  }

  private static StepRegistry load(Path... jars) {
    String paths = Arrays.stream(jars).map(Path::toString).collect(Collectors.joining(","));
    return ClassPathOf.load(Map.of("spark.podsmith.steps.jars", paths));
  }
}
