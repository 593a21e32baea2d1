// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.core.submit.Submitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our jars find in a Spark distribution all that they need: they bring no library along. */
class DistributionTest {
  private static final int CLASSES_AT_LEAST = 250;

  // Annotations that a JVM leaves out where they are not there.
  private static final List<String> NOT_NEEDED_AT_RUN_TIME =
      List.of(
          "org.jspecify.annotations.",
          "org.apiguardian.api.",
          "org.immutables.value.",
          "com.google.auto.service.");

  private static URLClassLoader distribution;
  private static JavaClasses ours;

  @BeforeAll
  static void layOut() throws IOException {
    List<URL> ourJars =
        List.of(
            origin(SparkPod.class),
            origin(Submitter.class),
            origin(
                ServiceLoader.load(FeatureStepFactory.class).findFirst().orElseThrow().getClass()),
            origin(ClusterManager.class));
    Set<String> shipped = shippedJars();
    List<URL> all = new ArrayList<>(ourJars);
    for (Path entry : SparkSubmitProcess.classPath()) {
      if (shipped.contains(entry.getFileName().toString())) {
        all.add(entry.toUri().toURL());
      }
    }
    distribution =
        new URLClassLoader(all.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    ours = new ClassFileImporter().importUrls(ourJars);
  }

  @AfterAll
  static void close() throws IOException {
    distribution.close();
  }

  @Test
  void needsOnlyWhatSparkShips() {
    assertThat(ours).hasSizeGreaterThan(CLASSES_AT_LEAST);
    Set<String> missing = new TreeSet<>();
    for (JavaClass type : ours) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String name = dependency.getTargetClass().getBaseComponentType().getName();
        if (!isPrimitive(name) && !isShipped(name) && isNeeded(name)) {
          missing.add(name + ", which " + type.getName() + " needs");
        }
      }
    }
    assertThat(missing)
        .as("classes that no jar of the distribution holds: do without, or write them")
        .isEmpty();
  }

  @Test
  void loadsThere() {
    for (JavaClass type : ours) {
      assertThatCode(() -> resolve(type.getName())).as(type.getName()).doesNotThrowAnyException();
    }
  }

  private static void resolve(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name, false, distribution);
    assertThat(type.getClassLoader()).isSameAs(distribution);
    // Each of these resolves what the class mentions there, and fails where it is missing.
    assertThat(type.getAnnotations()).isNotNull();
    assertThat(type.getDeclaredFields()).isNotNull();
    assertThat(type.getDeclaredConstructors()).isNotNull();
    assertThat(type.getDeclaredMethods()).isNotNull();
    assertThat(type.getDeclaredClasses()).isNotNull();
  }

  private static boolean isPrimitive(String name) {
    return name.indexOf('.') < 0;
  }

  private static boolean isNeeded(String name) {
    return NOT_NEEDED_AT_RUN_TIME.stream().noneMatch(name::startsWith);
  }

  private static boolean isShipped(String name) {
    return distribution.getResource(name.replace('.', '/') + ".class") != null;
  }

  private static URL origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static Set<String> shippedJars() throws IOException {
    try (BufferedReader names =
        new BufferedReader(
            new InputStreamReader(
                DistributionTest.class.getResourceAsStream("/spark-distribution-jars.txt"),
                StandardCharsets.UTF_8))) {
      return names.lines().filter(name -> !name.startsWith("#")).collect(Collectors.toSet());
    }
  }
}
