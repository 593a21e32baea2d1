// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.input.Hostile;
import io.podsmith.core.input.Mutated;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Jars that are broken in random places. Named inputs are in {@link HostileJarsTest}. */
class JarsFuzzTest {
  private static Path directory;
  private static byte[] valid;

  @BeforeContainer
  static void makeAJar() throws IOException {
    directory = Files.createTempDirectory("jars");
    valid =
        Files.readAllBytes(
            new TestJar()
                .factory("com.acme.One", "acme.one", "")
                .file(
                    "META-INF/MANIFEST.MF",
                    "Manifest-Version: 1.0\nPodsmith-Api: 0.1\nPodsmith-Plugin-Id: one\n\n"
                        .getBytes(StandardCharsets.UTF_8))
                .writeTo(directory.resolve("valid.jar")));
  }

  @AfterContainer
  static void removeIt() throws IOException {
    Files.deleteIfExists(directory.resolve("fuzz.jar"));
    Files.delete(directory.resolve("valid.jar"));
    Files.delete(directory);
  }

  @Provide
  Arbitrary<byte[]> jars() {
    return Mutated.bytes(valid);
  }

  @Property
  void jars(@ForAll("jars") byte[] content) throws IOException {
    Path jar = Files.write(directory.resolve("fuzz.jar"), content);
    Hostile.errorOf(() -> load(jar));
    Hostile.errorOf(
        () ->
            PluginInspection.of(new Plugin("one", List.of(new PluginJar("one.jar", jar, false)))));
  }

  static Object load(Path jar) {
    StepRegistry.load(
            SparkSettings.of(Map.of("spark.podsmith.steps.jars", jar.toString()), Map.of()),
            new LocalFiles())
        .close();
    return jar;
  }
}
