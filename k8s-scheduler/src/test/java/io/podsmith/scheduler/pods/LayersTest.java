// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.podsmith.scheduler.pods.cluster.AnswerLimit;
import io.podsmith.scheduler.pods.cluster.PatientCreate;
import io.podsmith.scheduler.pods.growth.Growth;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which packages of executor management may use which, from the bottom to the top. */
class LayersTest {
  private static final String ROOT = "io.podsmith.scheduler.pods";

  /** Each package with those that it may use. Allocators know nothing of each other. */
  private static final Map<String, List<String>> LAYERS = new LinkedHashMap<>();

  static {
    LAYERS.put("loop", List.of());
    LAYERS.put("model", List.of());
    LAYERS.put("report", List.of("model", "loop"));
    LAYERS.put("cluster", List.of("report", "model", "loop"));
    LAYERS.put("watch", List.of("cluster", "report", "model", "loop"));
    LAYERS.put("growth", List.of("watch", "cluster", "report", "model", "loop"));
    LAYERS.put("allocation", LAYERS.get("growth"));
    LAYERS.put("cleanup", List.of("allocation", "watch", "cluster", "report", "model", "loop"));
    LAYERS.put("sets", LAYERS.get("cleanup"));
    LAYERS.put(
        "lifecycle",
        List.of("cleanup", "allocation", "watch", "cluster", "report", "model", "loop"));
    LAYERS.put("direct", LAYERS.get("lifecycle"));
  }

  private static final int MOST_CLASSES = 25;

  private static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("io.podsmith.scheduler");
  }

  private static LayeredArchitecture rule(Map<String, List<String>> layers) {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : layers.keySet()) {
      rule = rule.layer(layer).definedBy(ROOT + "." + layer);
    }
    for (Map.Entry<String, List<String>> layer : layers.entrySet()) {
      rule =
          layer.getValue().isEmpty()
              ? rule.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
              : rule.whereLayer(layer.getKey())
                  .mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
    }
    return rule;
  }

  @Test
  void packagesUseOnlyThoseBelow() {
    rule(LAYERS).check(classes());
  }

  @Test
  void noticesAnArrowThatIsNotAllowed() {
    Map<String, List<String>> stricter = new LinkedHashMap<>(LAYERS);
    stricter.put("watch", List.of("report", "model", "loop"));
    assertThat(rule(stricter).evaluate(classes()).hasViolation())
        .as("the watch uses the package of requests")
        .isTrue();
  }

  @Test
  void noPackageHasMoreClassesThanAReaderCanOverlook() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (JavaClass type : classes()) {
      if (type.getPackageName().startsWith(ROOT) && type.isTopLevelClass()) {
        sizes.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    assertThat(sizes).hasSizeGreaterThan(LAYERS.size());
    assertThat(sizes.values()).allMatch(size -> size <= MOST_CLASSES, "at most " + MOST_CLASSES);
  }

  @Test
  void sparksSideUsesTheDoorAndWhatIsReportedToIt() {
    Set<String> open =
        Set.of(
            AnswerLimit.class.getName(),
            PatientCreate.class.getName(),
            Growth.class.getName(),
            ExecutorPodContext.class.getName(),
            ExecutorSpecFactory.class.getName());
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are inside executor management",
                type ->
                    type.getPackageName().startsWith(ROOT + ".")
                        && !type.getPackageName().equals(ROOT + ".report")
                        && !open.contains(outermost(type).getName())))
        .check(classes());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(LayersTest::outermost).orElse(type);
  }
}
