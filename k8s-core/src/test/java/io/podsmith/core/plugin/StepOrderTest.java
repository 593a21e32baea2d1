// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.calls.StepSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepOrderTest {
  private static final StepSource SOURCE =
      new StepSource(
          "acme", "/steps/acme.jar", StepOrderTest.class.getClassLoader(), "com.acme.Step");

  @Test
  void runsPhasesInOrderAndIdsWithinAPhase() {
    assertThat(
            order(
                step("acme.b", StepPhase.EXTENSIONS),
                step("acme.z", StepPhase.POD_BASICS),
                step("acme.p", StepPhase.POLICY),
                step("acme.a", StepPhase.EXTENSIONS)))
        .containsExactly("acme.z", "acme.a", "acme.b", "acme.p");
  }

  @Test
  void followsBeforeAndAfterWithinAPhase() {
    assertThat(
            order(
                step("acme.a").after("acme.c"),
                step("acme.b"),
                step("acme.c"),
                step("acme.d").before("acme.b")))
        .containsExactly("acme.c", "acme.a", "acme.d", "acme.b");
  }

  @Test
  void acceptsWishesThatAgreeWithPhases() {
    assertThat(
            order(
                step("acme.a", StepPhase.POLICY).after("acme.z"),
                step("acme.z", StepPhase.SECRETS).before("acme.a")))
        .containsExactly("acme.z", "acme.a");
  }

  @Test
  void ignoresStepsThatAreNotPresent() {
    assertThat(order(step("acme.a").after("acme.absent").before("other.absent")))
        .containsExactly("acme.a");
  }

  @Test
  void doesNotDependOnTheOrderInWhichStepsWereFound() {
    List<Declared> steps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Declared step = step("acme.s" + i, i % 3 == 0 ? StepPhase.POLICY : StepPhase.EXTENSIONS);
      steps.add(i > 3 ? step.after("acme.s" + (i - 3)) : step);
    }
    List<String> expected = order(steps.toArray(Declared[]::new));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(steps, new Random(seed));
      assertThat(order(steps.toArray(Declared[]::new))).isEqualTo(expected);
    }
  }

  @Test
  void printsACircleWithWhereItsStepsComeFrom() {
    assertThatThrownBy(
            () ->
                order(
                    step("acme.c").before("acme.a"),
                    step("acme.a").before("acme.b"),
                    step("acme.b").before("acme.c"),
                    step("acme.d").after("acme.c")))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-004]")
        .hasMessageContaining(
            "acme.a (plugin acme (acme.jar)) -> acme.b (plugin acme (acme.jar)) -> acme.c"
                + " (plugin acme (acme.jar)) -> acme.a");
  }

  @Test
  void printsOnlyTheStepsOfACircleAmongOthers() {
    assertThatThrownBy(
            () ->
                order(
                    step("acme.a"),
                    step("acme.b").after("acme.a"),
                    step("acme.x").after("acme.y"),
                    step("acme.y").after("acme.x", "acme.b")))
        .isInstanceOf(StepException.class)
        .hasMessageContaining(
            "cycle: acme.x (plugin acme (acme.jar)) -> acme.y (plugin acme (acme.jar)) -> acme.x;");
  }

  @Test
  void printsAStepThatWaitsForItself() {
    assertThatThrownBy(() -> order(step("acme.a").after("acme.a")))
        .hasMessageStartingWith("[PODSMITH-STEP-004]")
        .hasMessageContaining("acme.a (plugin acme (acme.jar)) -> acme.a");
  }

  @Test
  void refusesWishesAgainstPhases() {
    assertThatThrownBy(
            () ->
                order(
                    step("acme.late", StepPhase.POLICY).before("acme.early"),
                    step("acme.early", StepPhase.SECRETS)))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("acme.late")
        .hasMessageContaining("POLICY")
        .hasMessageContaining("acme.early")
        .hasMessageContaining("SECRETS");
  }

  private static List<String> order(Declared... steps) {
    return StepOrder.sort(List.of(steps).stream().map(s -> StepDeclaration.of(s, SOURCE)).toList())
        .stream()
        .map(StepDeclaration::id)
        .toList();
  }

  private static Declared step(String id) {
    return step(id, StepPhase.EXTENSIONS);
  }

  private static Declared step(String id, StepPhase phase) {
    return new Declared(id, phase, Set.of(), Set.of());
  }

  private record Declared(String id, StepPhase phase, Set<String> before, Set<String> after)
      implements FeatureStepFactory {
    Declared before(String... ids) {
      return new Declared(id, phase, Set.of(ids), after);
    }

    Declared after(String... ids) {
      return new Declared(id, phase, before, Set.of(ids));
    }

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
