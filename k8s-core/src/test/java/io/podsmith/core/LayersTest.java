// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which packages of the engine may use which, from the bottom to the top. */
class LayersTest {
  private static final String ROOT = "io.podsmith.core";

  /** Each package may use those on the floors below its own. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("input"),
          List.of("conf.names", "pods", "plan"),
          List.of("conf.keys"),
          List.of("conf"),
          List.of("conf.views", "template", "client", "plugin.jars", "executors"),
          List.of("plugin.calls"),
          List.of("plugin"),
          List.of("builder.history", "builder.files"),
          List.of("builder.checks"),
          List.of("builder"),
          List.of("planning"),
          List.of("submit.preview", "submit.saved", "submit.creation"),
          List.of("access"),
          List.of("submit"));

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static LayeredArchitecture rule(List<List<String>> floors) {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : floors.stream().flatMap(List::stream).toList()) {
      rule = rule.layer(layer).definedBy(ROOT + "." + layer);
    }
    List<String> below = new ArrayList<>();
    for (List<String> floor : floors) {
      for (String layer : floor) {
        rule =
            below.isEmpty()
                ? rule.whereLayer(layer).mayNotAccessAnyLayer()
                : rule.whereLayer(layer).mayOnlyAccessLayers(below.toArray(String[]::new));
      }
      below.addAll(floor);
    }
    return rule;
  }

  @Test
  void packagesUseOnlyThoseBelow() {
    rule(FLOORS).check(CORE);
  }

  @Test
  void noticesAnArrowThatIsNotAllowed() {
    List<List<String>> stricter = new ArrayList<>(FLOORS);
    // Calls into steps name the plugin that a step is from.
    stricter.set(4, List.of("conf.views", "template", "client", "plugin.calls", "executors"));
    stricter.set(5, List.of("plugin.jars"));
    assertThat(rule(stricter).evaluate(CORE).getFailureReport().getDetails())
        .as("calls below jars")
        .anyMatch(each -> each.contains("StepSource"));
  }

  @Test
  void everyPackageHasItsFloor() {
    Set<String> found =
        CORE.stream()
            .map(JavaClass::getPackageName)
            .map(each -> each.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(FLOORS.stream().flatMap(List::stream).toList());
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CORE);
  }
}
