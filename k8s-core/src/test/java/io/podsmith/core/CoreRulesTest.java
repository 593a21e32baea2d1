// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the engine may depend on. {@link LayersTest} holds the order of its packages. */
class CoreRulesTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.podsmith.core");

  @Test
  void scanSeesTheEngine() {
    assertThat(CORE.size())
        .as("with fewer classes the other rules prove nothing")
        .isGreaterThan(40);
  }

  @Test
  void dependsOnNothingButTheAllowList() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.podsmith.core..",
            "io.podsmith.api..",
            "java..",
            "javax.net.ssl..",
            // what every Spark distribution has beside Spark
            "io.fabric8.kubernetes..",
            "com.fasterxml.jackson..",
            // reads the tokens of YAML, for DocumentLimits
            "org.snakeyaml.engine..",
            "org.slf4j..",
            "org.jspecify..",
            "org.apiguardian..")
        .check(CORE);
  }

  @Test
  void knowsNoStepAndNoSpark() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.podsmith.steps..",
            "io.podsmith.scheduler..",
            "io.podsmith.testkit..",
            "org.apache.spark..",
            "org.apache.hadoop..",
            "scala..")
        .check(CORE);
  }

  @Test
  void turnsTheVerificationOfCertificatesOffInOnePlace() {
    noClasses().should().beAssignableTo(TrustManager.class).check(CORE);
    noClasses().should().beAssignableTo(HostnameVerifier.class).check(CORE);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.podsmith.core.client.ClientConfig")
        .should()
        .callMethodWhere(
            target(nameMatching("setTrustCerts|setDisableHostnameVerification|withTrustCerts")))
        .check(CORE);
  }

  @Test
  void marksEachPackageForNullness() {
    Set<JavaPackage> packages =
        CORE.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

    assertThat(packages).as("packages seen").hasSizeGreaterThanOrEqualTo(5);
    assertThat(packages)
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }
}
