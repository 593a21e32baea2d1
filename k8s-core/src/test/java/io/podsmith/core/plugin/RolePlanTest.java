// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.calls.StepSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolePlanTest {
  private static final String EXCLUDED = "spark.kubernetes.driver.pod.excludedFeatureSteps";
  private static final String LISTED = "spark.kubernetes.driver.pod.featureSteps";
  private static final StepSource BUILT_IN =
      new StepSource(
          StepSource.CLASS_PATH,
          "/spark/steps.jar",
          RolePlanTest.class.getClassLoader(),
          "com.acme.Step");
  private static final StepSource PLUGIN =
      new StepSource(
          "acme", "/steps/acme.jar", RolePlanTest.class.getClassLoader(), "com.acme.Step");

  @Test
  void showsTheOrderALineAPhaseAndWhereStepsFromOutsideComeFrom() {
    RolePlan plan =
        new RolePlan(
            List.of(
                builtIn("spark.driver-basics", StepPhase.POD_BASICS),
                builtIn("spark.local-dirs", StepPhase.LOCAL_STORAGE),
                step("acme.audit", StepPhase.EXTENSIONS),
                step("acme.logs", StepPhase.EXTENSIONS)),
            List.of(),
            Set.of(),
            "a.list",
            List.of());

    assertThat(plan.screen(PodRole.DRIVER).lines())
        .containsExactly(
            "Feature steps of driver pods, in order:",
            "  POD_BASICS    spark.driver-basics",
            "  LOCAL_STORAGE spark.local-dirs",
            "  EXTENSIONS    acme.audit from plugin acme (acme.jar), acme.logs from plugin acme"
                + " (acme.jar)");
  }

  @Test
  void findsExclusionsThatMeanNoStep() {
    List<StepDeclaration> steps = List.of(step("acme.audit", StepPhase.EXTENSIONS));

    assertThat(unknown("acme.adit, acme.adit,org.acme.Gone", "", steps))
        .containsExactly("acme.adit", "org.acme.Gone");
  }

  @Test
  void knowsExclusionsByIdByListAndByClass() {
    List<StepDeclaration> steps = List.of(step("acme.audit", StepPhase.EXTENSIONS));

    assertThat(
            unknown(
                "acme.audit,org.acme.Listed," + RolePlanTest.class.getName(),
                "org.acme.Listed",
                steps))
        .isEmpty();
  }

  private static List<String> unknown(String excluded, String listed, List<StepDeclaration> steps) {
    return RolePlan.unknownExclusions(
        PodRole.DRIVER,
        SparkSettings.of(Map.of(EXCLUDED, excluded, LISTED, listed), Map.of()),
        steps);
  }

  private static StepDeclaration step(String id, StepPhase phase) {
    return StepDeclaration.of(new Declared(id, phase), PLUGIN);
  }

  /** Makes a declaration that the check of reserved ids would keep for built-in steps. */
  private static StepDeclaration builtIn(String id, StepPhase phase) {
    StepDeclaration own = StepDeclaration.of(new Declared("acme.own", phase), BUILT_IN);
    return new StepDeclaration(
        own.factory(),
        new StepInfo(
            id,
            "For a test.",
            phase,
            own.info().scope(),
            BUILT_IN.origin(),
            BUILT_IN.className(),
            false),
        own.roles(),
        own.before(),
        own.after(),
        own.aliases(),
        own.configEntries(),
        BUILT_IN);
  }

  private record Declared(String id, StepPhase phase) implements FeatureStepFactory {
    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.empty();
    }
  }
}
