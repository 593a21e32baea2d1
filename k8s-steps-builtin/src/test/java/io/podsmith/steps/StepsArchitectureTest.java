// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepsArchitectureTest {
  private static final JavaClasses STEPS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.podsmith.steps");

  /** Names and keys; nothing of the engine. */
  private static final Set<String> ALLOWED_OF_CORE =
      Set.of(
          "io.podsmith.core.conf.keys.AllocatorKind",
          "io.podsmith.core.conf.keys.ClusterKeys",
          "io.podsmith.core.conf.keys.ExecutorKeys",
          "io.podsmith.core.conf.keys.KeyPrefixes",
          "io.podsmith.core.conf.keys.PodKeys",
          "io.podsmith.core.conf.keys.Constants",
          "io.podsmith.core.conf.names.NameRules",
          "io.podsmith.core.conf.keys.PodsmithKeys",
          "io.podsmith.core.conf.keys.SparkKeys");

  @Test
  void seesAllSteps() {
    assertThat(STEPS).as("nothing to check: is the module compiled?").hasSizeGreaterThan(40);
  }

  @Test
  void usesTheContractAndNamesOnly() {
    ArchRule rule =
        classes()
            .should()
            .onlyDependOnClassesThat(
                new DescribedPredicate<>("are of the contract, or names of k8s-core") {
                  @Override
                  public boolean test(JavaClass used) {
                    String name = used.getBaseComponentType().getName();
                    return used.getBaseComponentType().isPrimitive()
                        || name.startsWith("java.")
                        || name.startsWith("io.podsmith.api.")
                        || name.startsWith("io.podsmith.steps.")
                        || name.startsWith("io.fabric8.kubernetes.api.model.")
                        || name.startsWith("org.jspecify.annotations.")
                        // plugins share it, too
                        || name.startsWith("org.slf4j.")
                        // reads YAML; the client itself is out of reach
                        || name.equals("io.fabric8.kubernetes.client.utils.Serialization")
                        || name.equals("com.google.auto.service.AutoService")
                        || ALLOWED_OF_CORE.contains(name);
                  }
                })
            .because("a built-in step has no door that a step of anybody else has not");
    rule.check(STEPS);
  }

  @Test
  void keepsNothingBetweenCalls() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .implement(KubernetesFeatureConfigStep.class)
        .or()
        .areDeclaredInClassesThat()
        .implement(FeatureStepFactory.class)
        .should()
        .beFinal()
        .check(STEPS);
  }

  @Test
  void namesStepsAndFactoriesAlike() {
    classes()
        .that()
        .implement(KubernetesFeatureConfigStep.class)
        .should()
        .haveSimpleNameEndingWith("FeatureStep")
        .andShould()
        .notBePublic()
        .check(STEPS);
    classes()
        .that()
        .implement(FeatureStepFactory.class)
        .should()
        .haveSimpleNameEndingWith("FeatureStepFactory")
        .check(STEPS);
  }
}
