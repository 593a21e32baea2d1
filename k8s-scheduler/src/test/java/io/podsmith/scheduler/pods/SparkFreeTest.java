// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class SparkFreeTest {
  private static final JavaClasses PODS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.podsmith.scheduler.pods");

  @Test
  void executorManagementKnowsNothingOfSpark() {
    assertThat(PODS).as("classes that were looked at").hasSizeGreaterThan(5);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .as("executor management talks to Spark through ExecutorBackend only")
        .check(PODS);
  }
}
