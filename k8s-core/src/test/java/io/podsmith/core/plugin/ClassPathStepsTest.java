// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PluginLoadException;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps on the classpath of Spark. */
class ClassPathStepsTest {
  private static final SparkSettings NO_SETTINGS = SparkSettings.of(Map.of(), Map.of());

  @TempDir Path directory;
  private final ClassLoader context = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(context);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ if (true) throw new IllegalStateException(\"boom\"); } | Provider com.acme.One could not"
            + " be instantiated: it threw java.lang.IllegalStateException: boom; fix or remove its"
            + " jar, or load it through spark.podsmith.steps.jars",
        "{ if (true) throw new NoClassDefFoundError(\"com/lib/Library\"); } | Provider com.acme.One"
            + " could not be instantiated: it cannot be linked: java.lang.NoClassDefFoundError:"
            + " com/lib/Library; add the missing classes to the classpath",
        "One(int size) {} | com.acme.One Unable to get public no-arg constructor: it threw"
            + " java.lang.NoSuchMethodException: com.acme.One.<init>(); fix"
      })
  void saysWhyAStepCannotBeLoaded(String body, String words) {
    assertThatThrownBy(() -> load(new TestJar().factory("com.acme.One", "acme.one", body)))
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith(
            "[PODSMITH-PLUGIN-002] a step on the classpath cannot be loaded:"
                + " io.podsmith.api.FeatureStepFactory: %s",
            words);
  }

  @Test
  void saysThatAStepIsMissing() {
    assertThatThrownBy(() -> load(new TestJar().service("com.acme.Missing")))
        .hasMessageContaining("Provider com.acme.Missing not found: it cannot be loaded; fix or");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ if (true) throw new OutOfMemoryError(\"none left\"); }",
        "static { if (true) throw new OutOfMemoryError(\"none left\"); }",
        "public Set<PodRole> roles() { throw new OutOfMemoryError(\"none left\"); }"
      })
  void passesErrorsOfTheJvmOn(String body) {
    assertThatThrownBy(() -> load(new TestJar().factory("com.acme.One", "acme.one", body)))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("none left");
  }

  @Test
  void looksInTheClassLoaderOfTheThread() {
    Thread.currentThread()
        .setContextClassLoader(ClassPathOf.factories(RegistrySettingsTest.Plain.class));

    try (StepRegistry registry = StepRegistry.load(NO_SETTINGS, new LocalFiles())) {
      assertThat(registry.descriptions())
          .extracting(step -> step.info().id())
          .containsExactly("acme.plain");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void looksInItsOwnClassLoaderIfThatOfTheThreadDoesNotKnowTheContract(boolean hasAny) {
    Thread.currentThread()
        .setContextClassLoader(hasAny ? ClassLoader.getPlatformClassLoader() : null);

    assertThat(ClassPathSteps.loader()).isSameAs(StepRegistry.class.getClassLoader());
    StepRegistry.load(NO_SETTINGS, new LocalFiles()).close();
  }

  private void load(TestJar jar) {
    Path file = jar.writeTo(directory.resolve("acme.jar"));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {file.toUri().toURL()}, getClass().getClassLoader())) {
      StepRegistry.load(NO_SETTINGS, new LocalFiles(), loader).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
