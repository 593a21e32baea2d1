// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.internal.api.http.FaultEffect;
import io.podsmith.testkit.cluster.internal.api.server.ApiServer;
import io.podsmith.testkit.cluster.internal.api.server.Certificate;
import io.podsmith.testkit.cluster.internal.node.Kubelet;
import io.podsmith.testkit.cluster.internal.node.Scheduler;
import io.podsmith.testkit.cluster.internal.node.container.SparkJvmFlags;
import io.podsmith.testkit.cluster.internal.node.host.Directories;
import io.podsmith.testkit.cluster.internal.node.host.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which packages of the embedded cluster may use which. */
class LayersTest {
  private static final String ROOT = "io.podsmith.testkit.cluster.internal";
  private static final String API = ROOT + ".api";

  /** The packages of the API server. Each may use those on the floors below its own. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("schema", "table"),
          List.of("request"),
          List.of("storage", "selector", "validation"),
          List.of("registry", "patch"),
          List.of("admission"),
          List.of("verbs"),
          List.of("controllers", "http"),
          List.of("server"));

  private static final int MOST_CLASSES = 25;
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(EmbeddedCluster.class.getProtectionDomain().getCodeSource().getLocation());

  private static LayeredArchitecture rule(List<List<String>> floors) {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : floors.stream().flatMap(List::stream).toList()) {
      rule = rule.layer(layer).definedBy(API + "." + layer);
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
  void packagesOfTheApiServerUseOnlyThoseBelow() {
    rule(FLOORS).check(CLASSES);
  }

  @Test
  void noticesAnArrowThatIsNotAllowed() {
    List<List<String>> stricter = new ArrayList<>(FLOORS);
    // The store throws the failures of requests.
    stricter.set(1, FLOORS.get(2));
    stricter.set(2, FLOORS.get(1));
    assertThat(rule(stricter).evaluate(CLASSES).getFailureReport().getDetails())
        .as("requests above the store")
        .anyMatch(each -> each.contains("ObjectStore"));
  }

  @Test
  void everyPackageOfTheApiServerHasItsFloor() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(each -> each.startsWith(API + "."))
            .map(each -> each.substring(API.length() + 1))
            .collect(Collectors.toSet());
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(FLOORS.stream().flatMap(List::stream).toList());
  }

  @Test
  void noPackageHasMoreClassesThanAReaderCanOverlook() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().startsWith(API) && type.isTopLevelClass()) {
        sizes.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    assertThat(sizes).hasSizeGreaterThanOrEqualTo(13);
    assertThat(sizes)
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  /** So that the code of the node runs against any API server. */
  @Test
  void theNodeAndTheApiServerTalkByHttpOnly() {
    noCallsBetween(ROOT + ".node..", API + "..").check(CLASSES);
    noCallsBetween(API + "..", ROOT + ".node..").check(CLASSES);
    assertThat(noCallsBetween(API + ".http", API + ".verbs").evaluate(CLASSES).hasViolation())
        .as("a rule of this form notices a use")
        .isTrue();
  }

  private static ArchRule noCallsBetween(String one, String other) {
    return noClasses()
        .that()
        .resideInAPackage(one)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other);
  }

  @Test
  void othersUseOnlyTheEntryPoints() {
    Set<String> open =
        Set.of(
            ApiServer.class.getName(),
            Certificate.class.getName(),
            FaultEffect.class.getName(),
            Kubelet.class.getName(),
            NodeSettings.class.getName(),
            Directories.class.getName(),
            Scheduler.class.getName(),
            SparkJvmFlags.class.getName());
    onlyThese(open).check(CLASSES);
    assertThat(onlyThese(Set.of()).evaluate(CLASSES).getFailureReport().getDetails())
        .as("without entry points")
        .anyMatch(each -> each.contains(ApiServer.class.getName()))
        .anyMatch(each -> each.contains(Kubelet.class.getName()));
  }

  private static ArchRule onlyThese(Set<String> open) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are internal and no entry points",
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && !open.contains(outermost(type).getName())));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(LayersTest::outermost).orElse(type);
  }
}
