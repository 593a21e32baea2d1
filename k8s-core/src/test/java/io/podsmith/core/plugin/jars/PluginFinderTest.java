// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where jars of plugins are looked for. */
class PluginFinderTest {
  private static final String JARS = "spark.podsmith.steps.jars";
  private static final String DIR = "spark.podsmith.steps.dir";

  @TempDir Path directory;
  private final Map<String, String> settings = new TreeMap<>();
  private final JarCache cache = new JarCache();

  @AfterEach
  void deleteCopies() {
    cache.close();
  }

  @ParameterizedTest
  @CsvSource({", true", "file://, true", "FILE://, true", "local://, false"})
  void carriesJarsToTheDriverUnlessItsImageHasThem(String prefix, boolean isCarried)
      throws IOException {
    Path jar = file("acme.jar");
    String uri = (prefix == null ? "" : prefix) + jar;
    settings.put(JARS, uri);

    assertThat(find()).containsExactly(plugin("acme", new PluginJar(uri, jar, isCarried)));
  }

  @ParameterizedTest
  @CsvSource({", true, ''", "file://, true, ''", "local://, false, local://"})
  void takesTheJarsOfADirectoryFromWhereItIs(String prefix, boolean isCarried, String uri)
      throws IOException {
    Path jar = file("steps/acme/one.jar");
    settings.put(DIR, (prefix == null ? "" : prefix) + directory.resolve("steps"));

    assertThat(find()).containsExactly(plugin("acme", new PluginJar(uri + jar, jar, isCarried)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", ".hidden.jar", ".hidden/one.jar"})
  void findsNoPluginInADirectoryWithoutJarsAndDirectories(String name) throws IOException {
    file("steps/%s".formatted(name));
    settings.put(DIR, directory.resolve("steps").toString());

    assertThat(find()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", ".hidden.jar", ".hidden/one.jar"})
  void rejectsJarsWithoutADirectoryBesideOtherFiles(String name) throws IOException {
    file("steps/%s".formatted(name));
    file("steps/a.jar");
    file("steps/b.jar");
    settings.put(DIR, directory.resolve("steps").toString());

    assertThatThrownBy(this::find)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("and contains only jars: a.jar, b.jar; name its parent directory");
  }

  @Test
  void warnsOfAJarBesideTheDirectoriesOfPlugins() throws IOException {
    file("steps/acme/one.jar");
    file("steps/stray.jar");
    file("steps/README");
    settings.put(DIR, directory.resolve("steps").toString());

    try (Logged logged = new Logged()) {
      assertThat(find()).extracting(Plugin::id).containsExactly("acme");
      assertThat(logged.text().lines())
          .singleElement()
          .asString()
          .contains(
              "WARN",
              "stray.jar is located directly in %s and is not loaded; move it to a subdirectory"
                  .formatted(directory.resolve("steps")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/none/acme.jar | plugin acme: /none/acme.jar does not exist on this machine; correct the"
            + " path",
        "file:/none/../none/acme.jar | plugin acme: file:/none/../none/acme.jar does not exist on"
            + " this machine (/none/acme.jar); correct the path",
        "c:/none/acme.jar | plugin acme: c:/none/acme.jar does not exist on this machine (/",
        "s3:/none/acme.jar | plugin acme: s3:/none/acme.jar cannot be downloaded"
            + " (s3:/none/acme.jar cannot be read without Hadoop; use a file on this machine); check the URI",
        "local:///none/acme.jar | plugin acme: local:///none/acme.jar refers to a file in the image,"
            + " but this machine builds the pod and the file /none/acme.jar does not exist on this"
            + " machine; copy the jar there as well",
        "/none/acme.zip | plugin acme.zip: /none/acme.zip does not end in .jar; set the path of the"
            + " jar",
        "file://host/acme.jar | plugin acme: file://host/acme.jar is not a path or URI: write three"
            + " slashes, as in local:///opt/steps/acme.jar"
      })
  void saysWhereItLookedForAJar(String uri, String words) {
    settings.put(JARS, uri);

    assertThatThrownBy(this::find)
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] %s", words);
  }

  @Test
  void resolvesRelativePathsFromTheWorkingDirectory() {
    settings.put(JARS, "none/acme.jar");

    assertThatThrownBy(this::find)
        .hasMessageContaining(
            "none/acme.jar does not exist on this machine (%s); correct the path",
            Path.of("none/acme.jar").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/acme.jar", "/opt/acme.jar"})
  void rejectsACarriedJarThatIsNotWhereItWasCarriedTo(String uri) {
    settings.put(
        "spark.podsmith.steps.carried.acme",
        CarriedJar.of(uri, 1, new byte[] {1}, Optional.empty()).text());

    assertThatThrownBy(this::find)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: %s ", uri)
        .hasMessageContaining("was not transferred completely: ");
  }

  @Test
  void storesACarriedJarThatWasUploaded() throws IOException {
    byte[] content = {1, 2, 3};
    Path uploaded = Files.write(directory.resolve("one.jar"), content);
    settings.put(
        "spark.podsmith.steps.carried.acme",
        CarriedJar.of(uploaded.toUri().toString(), 1, content, Optional.of("c2ln")).text());

    assertThat(find())
        .singleElement()
        .satisfies(
            plugin -> {
              PluginJar jar = plugin.jars().get(0);
              assertThat(jar.uri()).isEqualTo(uploaded.toUri().toString());
              assertThat(jar.path()).isNotEqualTo(uploaded).hasFileName("one.jar");
              assertThat(jar.path()).hasBinaryContent(content);
              assertThat(jar.isCarried()).as("it need not be carried on").isFalse();
              assertThat(jar.signature()).contains("c2ln");
            });
  }

  private Collection<Plugin> find() {
    return PluginFinder.find(SparkSettings.of(settings, Map.of()), new LocalFiles(), cache);
  }

  private Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[] {1});
  }

  private static Plugin plugin(String id, PluginJar... jars) {
    return new Plugin(id, List.of(jars));
  }
}
