// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules go down only; nothing but the scheduler knows Spark. */
class ModulesTest {
  private static final List<String> MODULES =
      List.of("k8s-api", "k8s-core", "k8s-steps-builtin", "k8s-scheduler", "k8s-testkit");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.podsmith", "org.apache.spark.deploy.k8s");

  @Test
  void scanSeesAllModules() {
    for (String module : List.of("api", "core", "steps", "scheduler", "testkit")) {
      long classes =
          OURS.stream().filter(c -> c.getPackageName().startsWith("io.podsmith." + module)).count();
      assertThat(classes)
          .as("classes of io.podsmith.%s on the class path", module)
          .isGreaterThan(5);
    }
  }

  @Test
  void arrowsGoDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("io.podsmith.api..")
        .layer("core")
        .definedBy("io.podsmith.core..")
        .layer("steps")
        .definedBy("io.podsmith.steps..")
        .layer("scheduler")
        .definedBy("io.podsmith.scheduler..", "org.apache.spark.deploy.k8s..")
        .layer("testkit")
        .definedBy("io.podsmith.testkit..")
        .whereLayer("steps")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("scheduler")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testkit")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("steps", "scheduler", "testkit")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("core", "steps", "scheduler", "testkit")
        .check(OURS);
  }

  @Test
  void stepsSeeOnlyTheNamesOfSettingsInCore() {
    noClasses()
        .that()
        .resideInAPackage("io.podsmith.steps..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.podsmith.core.plugin..",
            "io.podsmith.core.builder..",
            "io.podsmith.core.client..",
            "io.podsmith.core.submit..")
        .because("a built-in step gets no private door into the engine")
        .check(OURS);
  }

  @Test
  void onlyTheSchedulerKnowsSpark() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.podsmith.api..",
            "io.podsmith.core..",
            "io.podsmith.steps..",
            "io.podsmith.testkit..",
            "io.podsmith.scheduler.pods..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .check(OURS);
  }

  @Test
  void noPackageIsInTwoModules() throws IOException {
    Map<String, List<String>> modulesByPackage = new TreeMap<>();
    for (String module : MODULES) {
      Path classes = root().resolve(module).resolve("target/classes");
      assertThat(classes).as("compiled classes of %s", module).isDirectory();
      try (Stream<Path> files = Files.walk(classes)) {
        files
            .filter(f -> f.toString().endsWith(".class"))
            .map(f -> classes.relativize(f.getParent()).toString().replace('/', '.'))
            .distinct()
            .forEach(p -> modulesByPackage.computeIfAbsent(p, k -> new ArrayList<>()).add(module));
      }
    }
    assertThat(modulesByPackage).as("packages seen").hasSizeGreaterThan(10);
    assertThat(modulesByPackage).allSatisfy((p, modules) -> assertThat(modules).hasSize(1));
  }

  private static Path root() {
    return Path.of(System.getProperty("podsmith.root", ".."));
  }
}
