// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.StepException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a step returns is checked before anybody uses it, and copied. */
class GuardedStepTest {
  private static final HasMetadata OBJECT =
      new ConfigMapBuilder().withNewMetadata().withName("a").endMetadata().build();

  /** Answers with the same for each question. */
  private record Answers(List<HasMetadata> objects, Map<String, String> properties)
      implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public Map<String, String> getAdditionalPodSystemProperties() {
      return properties;
    }

    @Override
    public List<HasMetadata> getAdditionalPreKubernetesResources() {
      return objects;
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return objects;
    }
  }

  @Test
  void returnsCopiesOfWhatTheStepReturns() {
    List<HasMetadata> objects = new ArrayList<>(List.of(OBJECT));
    GuardedStep step = guarded(objects, Map.of("spark.acme", "x"));

    List<HasMetadata> returned = step.getAdditionalKubernetesResources();
    objects.clear();

    assertThat(returned).containsExactly(OBJECT);
    assertThat(step.getAdditionalPodSystemProperties())
        .containsExactly(Map.entry("spark.acme", "x"));
  }

  @Test
  void rejectsNullsWithTheMethodThatReturnedThem() {
    GuardedStep nothing = guarded(null, null);
    assertRejected(nothing, "returned null from");
    assertThatThrownBy(nothing::getAdditionalPodSystemProperties)
        .hasMessageContaining("returned null from getAdditionalPodSystemProperties(); fix");

    assertRejected(
        guarded(Collections.singletonList(null), Map.of()), "returned a null object from");
    assertRejected(
        guarded(Arrays.asList(OBJECT, withoutMetadata()), Map.of()),
        "returned an object without metadata from");
    assertThatThrownBy(
            guarded(List.of(), Collections.singletonMap("spark.acme", null))
                ::getAdditionalPodSystemProperties)
        .hasMessageContaining(
            "returned a null value from getAdditionalPodSystemProperties(); fix com.acme.Factory");
  }

  private static void assertRejected(GuardedStep step, String what) {
    assertThatThrownBy(step::getAdditionalPreKubernetesResources)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("%s getAdditionalPreKubernetesResources(); fix com.acme", what);
    assertThatThrownBy(step::getAdditionalKubernetesResources)
        .isInstanceOf(StepException.class)
        .hasMessage(
            "[PODSMITH-STEP-001] executor step acme.step from plugin acme (acme.jar) %s"
                + " getAdditionalKubernetesResources(); fix com.acme.Factory, or disable the step"
                + " with spark.podsmith.steps.disabled=acme.step",
            what);
  }

  private static ConfigMap withoutMetadata() {
    ConfigMap map = new ConfigMap();
    map.setMetadata(null);
    return map;
  }

  private static GuardedStep guarded(List<HasMetadata> objects, Map<String, String> properties) {
    return new GuardedStep(
        new CalledStep(
            "acme.step",
            new StepSource(
                "acme",
                "/steps/acme.jar",
                GuardedStepTest.class.getClassLoader(),
                "com.acme.Factory"),
            Optional.of(PodRole.EXECUTOR)),
        new Answers(objects, properties));
  }
}
