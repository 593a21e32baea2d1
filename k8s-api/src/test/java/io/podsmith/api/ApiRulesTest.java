// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds the contract together, read from the compiled classes. */
class ApiRulesTest {
  private static final JavaClasses API_CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.podsmith.api");

  @Test
  void scanSeesTheContract() {
    assertThat(API_CLASSES.size())
        .as("with fewer classes the other rules prove nothing")
        .isGreaterThan(40);
  }

  @Test
  void dependsOnNothingButTheAllowList() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.podsmith.api..",
            "java..",
            "io.fabric8.kubernetes.api..",
            "org.jspecify..",
            "org.apiguardian..",
            // read by the compiler only; nobody needs them at run time
            "org.immutables.value..")
        .check(API_CLASSES);
  }

  @Test
  void saysHowStableEachPublicTypeIs() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .beAnnotatedWith(API.class)
        .check(API_CLASSES);
  }

  @Test
  void marksEachPackageForNullness() {
    Set<JavaPackage> packages =
        API_CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

    assertThat(packages).as("packages seen").hasSizeGreaterThanOrEqualTo(3);
    assertThat(packages)
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }

  @Test
  void showsNoGeneratedClass() {
    classes()
        .that()
        .haveSimpleNameStartingWith("Immutable")
        .should()
        .bePackagePrivate()
        .check(API_CLASSES);
  }

  @Test
  void growsByDefaultMethodsOnly() {
    // one method each that an author must write, plus create, id and description of a factory
    assertThat(abstractMethods(KubernetesFeatureConfigStep.class)).containsOnly("configurePod");
    assertThat(abstractMethods(FeatureStepFactory.class))
        .containsOnly("id", "description", "create");
  }

  private static Set<String> abstractMethods(Class<?> type) {
    return API_CLASSES.get(type).getMethods().stream()
        .filter(m -> m.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(m -> m.getName())
        .collect(Collectors.toSet());
  }
}
