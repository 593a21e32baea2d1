// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginInspectionTest {
  private static final byte[] JAVA_21 = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 65
  };

  @TempDir Path directory;

  @Test
  void describesStepsWithoutProblems() {
    PluginInspection found = inspect(new TestJar().factory("com.acme.One", "acme.one", ""));

    assertThat(found.problems()).isEmpty();
    assertThat(found.steps()).extracting(step -> step.info().id()).containsExactly("acme.one");
  }

  @Test
  void collectsTheProblemsOfAllFactories() {
    PluginInspection found =
        inspect(
            new TestJar()
                .factory(
                    "com.acme.One",
                    "One",
                    """
                    public List<ConfigEntry<?>> configEntries() {
                      return List.of(ConfigEntry.key("acme.zone").stringType().optional());
                    }
                    """)
                .source("com.acme.Two", "package com.acme; public class Two {}")
                .service("com.acme.Two")
                .service("com.acme.Three")
                .factory("com.acme.Four", "acme.four", ""));

    assertThat(found.steps()).extracting(step -> step.info().id()).containsExactly("acme.four");
    assertThat(found.problems())
        .hasSize(4)
        .anyMatch(text -> text.contains("rename it to 'spark.acme.zone'"))
        .anyMatch(text -> text.contains("has the id 'One'"))
        .anyMatch(text -> text.contains("com.acme.Two of") && text.contains("does not implement"))
        .anyMatch(text -> text.contains("com.acme.Three of") && text.contains("missing"))
        .noneMatch(text -> text.startsWith("["));
  }

  @Test
  void reportsClassesThatPodsmithProvides() {
    PluginInspection found =
        inspect(
            new TestJar()
                .factory("com.acme.One", "acme.one", "")
                .file("io/podsmith/api/SparkPod.class", new byte[0])
                .file("io/podsmith/core/Engine.class", new byte[0])
                .file("io/fabric8/kubernetes/api/model/Pod.class", new byte[0]));

    assertThat(found.problems())
        .hasSize(3)
        .allMatch(text -> text.contains("<scope>provided</scope>"))
        .anyMatch(text -> text.contains("of Podsmith's contract, such as io/podsmith/api/"))
        .anyMatch(text -> text.contains("of Podsmith's engine, such as io/podsmith/core/"))
        .anyMatch(text -> text.contains("of the Kubernetes model, such as io/fabric8/"));
  }

  @Test
  void reportsClassFilesThatNeedANewerJava() {
    PluginInspection found =
        inspect(
            new TestJar()
                .factory("com.acme.One", "acme.one", "")
                .service("com.acme.New")
                .file("com/acme/New.class", JAVA_21)
                .file("META-INF/versions/21/com/acme/One.class", JAVA_21));

    assertThat(found.problems())
        .singleElement()
        .asString()
        .contains("contains 1 class files that require Java 21, such as com/acme/New.class")
        .contains("<maven.compiler.release>17</maven.compiler.release>");
  }

  @ParameterizedTest
  @CsvSource({
    "com/acme/Next.class, true",
    "META-INF/versions/9/com/acme/Next.class, true",
    "META-INF/versions/17/com/acme/Next.class, true",
    "META-INF/versions/18/com/acme/Next.class, false",
    "META-INF/versions/21/com/acme/Next.class, false",
    "com/acme/Next.txt, false"
  })
  void readsTheClassFilesThatJava17Reads(String name, boolean isRead) {
    PluginInspection found =
        inspect(new TestJar().factory("com.acme.One", "acme.one", "").file(name, JAVA_21));

    assertThat(found.problems()).hasSize(isRead ? 1 : 0);
  }

  @Test
  void reportsNothingOfFilesThatAreNoClassFiles() {
    byte[] text = "no class file".getBytes(StandardCharsets.UTF_8);

    assertThat(
            inspect(
                    new TestJar()
                        .factory("com.acme.One", "acme.one", "")
                        .file("com/acme/Empty.class", new byte[0])
                        .file("com/acme/Short.class", Arrays.copyOf(JAVA_21, 7))
                        .file("com/acme/Text.class", text))
                .problems())
        .isEmpty();
  }

  @Test
  void reportsAJarWithoutSteps() {
    assertThat(inspect(new TestJar().file("a.txt", new byte[0])).problems())
        .singleElement()
        .asString()
        .contains("contains no step: META-INF/services/")
        .contains("does not exist");
  }

  @Test
  void reportsAFileThatIsNoJar() throws IOException {
    Path jar = Files.writeString(directory.resolve("a.jar"), "no archive", StandardCharsets.UTF_8);

    assertThat(PluginInspection.of(plugin(jar)).problems())
        .singleElement()
        .asString()
        .contains("cannot be read as a jar");
  }

  private PluginInspection inspect(TestJar jar) {
    return PluginInspection.of(plugin(jar.writeTo(directory.resolve("acme.jar"))));
  }

  private static Plugin plugin(Path jar) {
    return new Plugin("acme", List.of(new PluginJar("acme.jar", jar, false)));
  }
}
