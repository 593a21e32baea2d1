// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which packages of the embedded node may use which, from the bottom to the top. */
class LayersTest {
  private static final String ROOT = "io.podsmith.testkit.cluster.internal";
  private static final int MOST_CLASSES = 25;

  /** Each package with those that it may use. */
  private static final Map<String, List<String>> LAYERS = new LinkedHashMap<>();

  static {
    LAYERS.put("node.host", List.of());
    LAYERS.put("node.events", List.of());
    LAYERS.put("node.container", List.of("node.host"));
    LAYERS.put("node.pod", List.of("node.container", "node.events", "node.host"));
    LAYERS.put("node", List.of("node.pod", "node.container", "node.events", "node.host"));
  }

  private static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT + ".node");
  }

  private static LayeredArchitecture rule(Map<String, List<String>> layers) {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : layers.keySet()) {
      rule = rule.layer(layer).definedBy("%s.%s".formatted(ROOT, layer));
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
    stricter.put("node.pod", List.of("node.events", "node.host"));
    assertThat(rule(stricter).evaluate(classes()).hasViolation())
        .as("a pod starts containers")
        .isTrue();
  }

  @Test
  void packagesStaySmall() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (JavaClass type : classes()) {
      String name = type.getPackageName().substring(ROOT.length() + 1);
      boolean isPackageInfo = type.getSimpleName().equals("package-info");
      if (type.isTopLevelClass() && !isPackageInfo) {
        sizes.merge(name, 1, Integer::sum);
      }
    }
    assertThat(sizes).as("packages, each with a layer").containsOnlyKeys(LAYERS.keySet());
    assertThat(sizes.values())
        .as("classes of each package; split a package that has more")
        .allMatch(size -> size <= MOST_CLASSES, "at most %d".formatted(MOST_CLASSES));
  }
}
