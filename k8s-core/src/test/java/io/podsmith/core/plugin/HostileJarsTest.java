// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.input.Hostile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that were made to harm. */
class HostileJarsTest {
  private static final String PROVIDERS = "META-INF/services/io.podsmith.api.FeatureStepFactory";

  @TempDir Path directory;

  /** Writes an entry of zeros. */
  private Path bomb(String name, long size) throws IOException {
    Path jar = directory.resolve("bomb.jar");
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry(name));
      for (long written = 0; written < size; written += block.length) {
        zip.write(block);
      }
      zip.closeEntry();
    }
    return jar;
  }

  @Test
  void rejectsBombsInThePlacesThatAreReadWhole() throws IOException {
    assertRejected(bomb(PROVIDERS, 64 << 20), "more than 1,048,576 bytes");
    assertRejected(bomb("META-INF/MANIFEST.MF", 64 << 20), "more than 4,194,304 bytes");
    assertRejected(bomb("meta-inf/manifest.mf", 64 << 20), "more than 4,194,304 bytes");
    assertRejected(bomb("com/acme/One.class", 64 << 20), "more than 33,554,432 bytes");
  }

  @Test
  void ignoresBombsThatNobodyReads() throws IOException {
    assertRejected(bomb("data/zeros", 64 << 20), "contains no step");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "a\\..\\b",
        "..",
        "com/acme/../One.class"
      })
  void rejectsEntriesOutsideOfTheJar(String name) throws IOException {
    assertRejected(jar(name, "x"), "an entry outside of it");
  }

  @ParameterizedTest
  @ValueSource(strings = {PROVIDERS, "com/acme/One.class", "META-INF/MANIFEST.MF"})
  void rejectsEntriesThatAreThereTwice(String name) throws IOException {
    String other = "%sX".formatted(name.substring(0, name.length() - 1));
    byte[] jar = Files.readAllBytes(jar(name, "x", other, "y"));
    replaceAll(jar, other, name);
    assertRejected(Files.write(directory.resolve("twice.jar"), jar), "two entries " + name);
  }

  @Test
  void readsJarsWithManyClasses() throws IOException {
    Path jar = directory.resolve("many.jar");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
      for (int i = 0; i < 20_000; i++) {
        zip.putNextEntry(new ZipEntry("com/acme/C%d.class".formatted(i)));
        zip.closeEntry();
      }
    }
    assertRejected(jar, "contains no step");
  }

  @Test
  void rejectsManyFactories() throws IOException {
    assertRejected(jar(PROVIDERS, "com.acme.A\n".repeat(90_000)), "missing from the plugin's jars");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "../../a",
        "[Ljava.lang.String;",
        "java.lang.String",
        "\ud800",
        "a b",
        "é",
        "#"
      })
  void rejectsNamesThatAreNoFactories(String name) throws IOException {
    assertRejected(jar(PROVIDERS, name), "");
  }

  @Test
  void rejectsJarsThatAreCutOff() throws IOException {
    byte[] jar = Files.readAllBytes(jar(PROVIDERS, "com.acme.One", "com/acme/One.class", "x"));
    for (int length = 0; length < jar.length; length++) {
      assertRejected(Files.write(directory.resolve("cut.jar"), Arrays.copyOf(jar, length)), "");
    }
  }

  @Test
  void rejectsJarsWhoseDirectoryIsWrong() throws IOException {
    byte[] jar = Files.readAllBytes(jar(PROVIDERS, "com.acme.One"));
    int end = jar.length - 22;
    for (int field = 8; field < 20; field++) {
      byte[] wrong = jar.clone();
      wrong[end + field] = (byte) 0xff;
      assertRejected(Files.write(directory.resolve("wrong.jar"), wrong), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../../x", "a/b", "a,b"})
  void writesNothingOutsideOfItsDirectoryForNamesOfPlugins(String id) throws IOException {
    String carried = "https://localhost/%s#parts=1;sha256=%s".formatted(id, "0".repeat(64));
    Map<String, String> settings = Map.of("spark.podsmith.steps.carried." + id, carried);
    assertThat(Hostile.errorOf(() -> load(settings))).isPresent();
  }

  private static Object load(Map<String, String> settings) {
    StepRegistry.load(SparkSettings.of(settings, Map.of()), new LocalFiles()).close();
    return settings;
  }

  private static void assertRejected(Path jar, String what) {
    assertThat(Hostile.errorOf(() -> JarsFuzzTest.load(jar)))
        .hasValueSatisfying(error -> assertThat(error).hasMessageContaining(what));
  }

  private Path jar(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return Files.write(directory.resolve("a.jar"), bytes.toByteArray());
  }

  private static void replaceAll(byte[] in, String from, String to) {
    byte[] old = from.getBytes(StandardCharsets.UTF_8);
    byte[] other = to.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + old.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + old.length, old, 0, old.length)) {
        System.arraycopy(other, 0, in, i, other.length);
      }
    }
  }
}
