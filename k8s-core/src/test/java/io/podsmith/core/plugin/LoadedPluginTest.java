// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Sha256;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged of plugins, and that nothing stays open of those that cannot be used. */
class LoadedPluginTest {
  private static final String JARS = "spark.podsmith.steps.jars";
  private static final String DIR = "spark.podsmith.steps.dir";
  private static final String LISTED = "spark.kubernetes.driver.pod.featureSteps";

  /** Where the factories of these tests leave their class loader. */
  private static final String LOADER = "podsmith.test.loader";

  private static final String KEEP_LOADER =
      "{ System.getProperties().put(\"%s\", getClass().getClassLoader()); }".formatted(LOADER);

  @TempDir Path directory;
  private final Map<String, String> settings = new TreeMap<>();

  @Test
  void logsVersionDigestAndSteps() throws IOException {
    Path jar =
        manifest(
                new TestJar()
                    .factory("com.acme.One", "acme.one", "")
                    .factory("com.acme.Two", "acme.two", ""),
                "Podsmith-Plugin-Version: 2.1")
            .writeTo(directory.resolve("acme.jar"));
    settings.put(JARS, jar.toString());

    assertThat(logOfLoading())
        .contains(
            "INFO",
            "Loaded plugin acme from %s (version 2.1, sha256:%s): steps acme.one, acme.two"
                .formatted(jar, Sha256.of(jar)))
        .doesNotContain("WARN");
  }

  @Test
  void logsAllJarsOfAPluginWhoseStepIsListedByItsClass() throws IOException {
    Path one =
        new TestJar()
            .source("com.acme.Zebra", StepRegistryTest.stepSource("com.acme", "Zebra"))
            .writeTo(directory.resolve("steps/acme/a.jar"));
    Path two =
        new TestJar()
            .source("com.acme.Library", "package com.acme; public class Library {}")
            .writeTo(directory.resolve("steps/acme/b.jar"));
    settings.put(DIR, directory.resolve("steps").toString());
    settings.put(LISTED, "com.acme.Zebra");

    assertThat(logOfLoading())
        .contains(
            "Loaded plugin acme from %s (sha256:%s), %s (sha256:%s): classes that a list of feature"
                    .formatted(one, Sha256.of(one), two, Sha256.of(two))
                + " steps names");
  }

  @Test
  void warnsOfClassesThatPodsmithProvides() {
    Path jar =
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .file("org/slf4j/README.txt", new byte[0])
            .file("org/slf4j/event/Level.class", new byte[0])
            .writeTo(directory.resolve("acme.jar"));
    settings.put(JARS, jar.toString());

    assertThat(logOfLoading())
        .contains(
            "WARN",
            ("Plugin acme: %s contains classes of packages that Podsmith provides, such as"
                    + " org/slf4j/event/Level.class; they are not used; set the scope of the"
                    + " dependency to 'provided'")
                .formatted(jar));
  }

  @Test
  void doesNotWarnOfOtherFilesInPackagesThatPodsmithProvides() {
    settings.put(
        JARS,
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .file("org/slf4j/README.txt", new byte[0])
            .writeTo(directory.resolve("acme.jar"))
            .toString());

    assertThat(logOfLoading()).doesNotContain("WARN");
  }

  @Test
  void warnsOfAManifestThatRefersToOtherJars() {
    Path jar =
        manifest(
                new TestJar().factory("com.acme.One", "acme.one", ""),
                "Class-Path: library.jar https://alice:hunter2@repo/b.jar")
            .writeTo(directory.resolve("acme.jar"));
    settings.put(JARS, jar.toString());

    assertThat(logOfLoading())
        .contains(
            "WARN",
            ("Plugin acme: the manifest of %s refers to other jars (library.jar"
                    + " https://(secret)@repo/b.jar), which are not uploaded to the driver; put all"
                    + " jars of the plugin into one directory instead")
                .formatted(jar))
        .doesNotContain("hunter2");
  }

  @Test
  void rejectsAPluginThatBringsTheContract() {
    new TestJar()
        .factory("com.acme.One", "acme.one", "")
        .writeTo(directory.resolve("steps/acme/a.jar"));
    Path second =
        new TestJar()
            .file("io/podsmith/api/NOTICE", new byte[0])
            .file("io/podsmith/api/conf/Extra.class", new byte[0])
            .file("org/slf4j/Logger.class", new byte[0])
            .writeTo(directory.resolve("steps/acme/b.jar"));
    settings.put(DIR, directory.resolve("steps").toString());

    assertThatThrownBy(this::load)
        .isInstanceOf(PluginLoadException.class)
        .hasMessage(
            "[PODSMITH-PLUGIN-007] plugin acme: %s contains the class io.podsmith.api.conf.Extra of"
                + " Podsmith's contract, which Podsmith provides; set the scope of the dependency"
                + " k8s-api to 'provided' and rebuild the jar",
            second);
  }

  @Test
  void namesTheFirstClassOfTheContractThatItFinds() {
    for (String jar : new String[] {"a", "b"}) {
      new TestJar()
          .factory("com.acme.One", "acme.one", "")
          .file("io/podsmith/api/%s.class".formatted(jar), new byte[0])
          .writeTo(directory.resolve("steps/acme/%s.jar".formatted(jar)));
    }
    settings.put(DIR, directory.resolve("steps").toString());

    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "%s contains the class io.podsmith.api.a of", directory.resolve("steps/acme/a.jar"));
  }

  @Test
  void requiresAStepAlsoWhereAListNamesOthers() {
    settings.put(LISTED, "acme.other,com.acme.Absent");
    settings.put(
        JARS,
        new TestJar()
            .source("com.acme.Zebra", StepRegistryTest.stepSource("com.acme", "Zebra"))
            .writeTo(directory.resolve("acme.jar"))
            .toString());

    assertThatThrownBy(this::load)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-003] plugin acme")
        .hasMessageContaining("contains no step");
  }

  @Test
  void closesAPluginWithTheRegistry() {
    settings.put(JARS, keepingItsLoader("acme").writeTo(directory.resolve("acme.jar")).toString());

    ClassLoader loader;
    try (StepRegistry registry = load()) {
      assertThat(registry.steps(PodRole.DRIVER)).hasSize(1);
      loader = keptLoader();
      assertThat(loader.getResource("data.txt")).isNotNull();
    }
    assertThat(loader.getResource("data.txt")).as("a closed loader finds nothing").isNull();
  }

  @Test
  void closesAPluginWhoseFactoryFails() {
    settings.put(
        JARS,
        new TestJar()
            .factory(
                "com.acme.One",
                "acme.one",
                KEEP_LOADER + "{ if (true) throw new IllegalStateException(\"boom\"); }")
            .file("data.txt", new byte[] {1})
            .writeTo(directory.resolve("acme.jar"))
            .toString());

    assertThatThrownBy(this::load).hasMessageContaining("boom");

    assertThat(keptLoader().getResource("data.txt")).isNull();
  }

  @Test
  void closesPluginsAndDeletesDownloadsWhereAnotherPluginFails() throws IOException {
    byte[] good =
        Files.readAllBytes(keepingItsLoader("acme").writeTo(directory.resolve("good.jar")));
    Path broken = new TestJar().service("com.acme.Gone").writeTo(directory.resolve("z.jar"));
    settings.put(JARS, "s3a://steps/a.jar,%s".formatted(broken));
    assertThatThrownBy(() -> load(good)).hasMessageContaining("com.acme.Gone");

    URLClassLoader loader = (URLClassLoader) keptLoader();
    assertThat(loader.getResource("data.txt")).isNull();
    assertThat(loader.getURLs())
        .singleElement()
        .extracting(URL::getPath)
        .satisfies(path -> assertThat(Path.of(path)).doesNotExist());
  }

  @Test
  void namesARemoteJarByItsAddress() throws IOException {
    byte[] content =
        Files.readAllBytes(
            new TestJar()
                .factory("com.acme.One", "acme.one", "")
                .writeTo(directory.resolve("acme.jar")));
    settings.put(JARS, "s3a://steps/a.jar");

    try (StepRegistry registry = load(content)) {
      assertThat(registry.descriptions())
          .extracting(StepDescription::jar)
          .containsExactly("s3a://steps/a.jar");
    }
  }

  @Test
  void namesTheJarOfAPluginThatHasTheFactory() {
    new TestJar()
        .source("com.acme.Library", "package com.acme; public class Library {}")
        .writeTo(directory.resolve("steps/acme/a.jar"));
    Path second =
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .writeTo(directory.resolve("steps/acme/b.jar"));
    settings.put(DIR, directory.resolve("steps").toString());

    try (StepRegistry registry = load()) {
      assertThat(registry.descriptions())
          .extracting(StepDescription::jar)
          .containsExactly(second.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ if (true) throw new OutOfMemoryError(\"none left\"); }",
        "static { if (true) throw new OutOfMemoryError(\"none left\"); }"
      })
  void passesErrorsOfTheJvmOn(String body) {
    settings.put(
        JARS,
        new TestJar()
            .factory("com.acme.One", "acme.one", body)
            .writeTo(directory.resolve("acme.jar"))
            .toString());

    assertThatThrownBy(this::load).isInstanceOf(OutOfMemoryError.class).hasMessage("none left");
  }

  @Test
  void findsItsOwnResourcesBeforeThoseOfTheJvmAndSharedOnesInTheEngine() throws IOException {
    settings.put(
        JARS,
        keepingItsLoader("acme")
            .file("io/podsmith/api/data.txt", new byte[] {1})
            .writeTo(directory.resolve("acme.jar"))
            .toString());

    try (StepRegistry registry = load()) {
      assertThat(registry.plugins()).hasSize(1);
      ClassLoader plugin = keptLoader();
      assertThat(plugin.getResource("data.txt")).asString().contains("acme.jar!/data.txt");
      assertThat(plugin.getResource("java/lang/Object.class")).hasProtocol("jrt");
      assertThat(plugin.getResource("io/podsmith/api/data.txt"))
          .as("shared packages have no fallback to the plugin")
          .isNull();
      assertThat(plugin.getResources("io/podsmith/api/FeatureStepFactory.class").hasMoreElements())
          .isTrue();
      assertThat(plugin.getResources("io/podsmith/api/data.txt").hasMoreElements()).isFalse();
    }
  }

  private static TestJar keepingItsLoader(String owner) {
    return new TestJar()
        .factory("com.%s.One".formatted(owner), "%s.one".formatted(owner), KEEP_LOADER)
        .file("data.txt", new byte[] {1});
  }

  private static ClassLoader keptLoader() {
    return (ClassLoader) System.getProperties().remove(LOADER);
  }

  private static TestJar manifest(TestJar jar, String line) {
    return jar.file(
        "META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\n%s\n".formatted(line).getBytes(StandardCharsets.UTF_8));
  }

  private String logOfLoading() {
    try (Logged logged = new Logged()) {
      load().close();
      return logged.text();
    }
  }

  private StepRegistry load() {
    return StepRegistry.load(
        SparkSettings.of(settings, Map.of()), new LocalFiles(), ClassPathOf.factories());
  }

  private StepRegistry load(byte[] remote) {
    return StepRegistry.load(
        SparkSettings.of(settings, Map.of()),
        new LocalFiles() {
          @Override
          public byte[] read(String uri) {
            return remote.clone();
          }
        },
        ClassPathOf.factories());
  }
}
