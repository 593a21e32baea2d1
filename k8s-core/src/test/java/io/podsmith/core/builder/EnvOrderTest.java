// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvOrderTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "A=$(B) B=1, B=1 A=$(B)",
    "A=$(B) B=$(C) C=1 D=2, C=1 B=$(C) A=$(B) D=2",
    "A=1 B=$(A) C=3, A=1 B=$(A) C=3",
    "URL=$(USER):$(PW) PW=@secret USER=u, USER=u PW=@secret URL=$(USER):$(PW)",
    "A=$(NOWHERE) B=1, A=$(NOWHERE) B=1",
    "A=$$(B) B=1, A=$$(B) B=1",
    "A=@$(B) B=1, A=@$(B) B=1",
    "A=$(A) B=1, A=$(A) B=1",
    "A=$(B) B=$(A) C=1, A=$(B) B=$(A) C=1",
    "D=$(A) A=$(B) B=$(A)$(C) C=1, A=$(B) D=$(A) C=1 B=$(A)$(C)",
    "P=/a P=$(P):/b C=$(P), P=/a P=$(P):/b C=$(P)",
    "C=$(P) P=/a P=$(P):/b, P=/a P=$(P):/b C=$(P)",
    "A=1 B=$(A) A=2, A=1 B=$(A) A=2",
    "X=$(Y) Y=$(X) X=2, X=$(Y) Y=$(X) X=2"
  })
  void putsWhatOthersReferToFirst(String given, String expected) {
    assertThat(shown(EnvOrder.sort(variables(given)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"A=$(B) B=$(A) C=1", "A=$(B) B=$(C) C=$(A) D=1", "A=$(B) A=$(B) B=$(A)"})
  void keepsTheOrderOfVariablesInACycle(String given) {
    assertThat(EnvOrder.sort(variables(given))).isEqualTo(variables(given));
  }

  @Test
  void sortsTheLastContainerWhichIsSparks() {
    Pod pod =
        new PodBuilder()
            .withNewSpec()
            .addNewContainer()
            .withEnv(variables("A=$(B) B=$(HOST)"))
            .endContainer()
            .addNewContainer()
            .withEnv(variables("A=$(B) B=$(HOST)"))
            .endContainer()
            .endSpec()
            .build();

    EnvOrder.sortIn(pod);

    assertThat(pod.getSpec().getContainers())
        .extracting(container -> shown(container.getEnv()))
        .containsExactly("A=$(B) B=$(HOST)", "B=$(HOST) A=$(B)");
  }

  /** {@code @} begins the value of a variable that comes from elsewhere. */
  private static List<EnvVar> variables(String text) {
    return Arrays.stream(text.split(" ")).map(EnvOrderTest::variable).toList();
  }

  private static EnvVar variable(String text) {
    String[] parts = text.split("=", 2);
    EnvVarBuilder variable = new EnvVarBuilder().withName(parts[0]);
    return parts[1].startsWith("@")
        ? variable
            .withNewValueFrom()
            .withNewSecretKeyRef(parts[1], "secret", null)
            .endValueFrom()
            .build()
        : variable.withValue(parts[1]).build();
  }

  private static String shown(List<EnvVar> variables) {
    return String.join(
        " ",
        variables.stream()
            .map(
                v ->
                    v.getName()
                        + "="
                        + (v.getValue() == null
                            ? v.getValueFrom().getSecretKeyRef().getKey()
                            : v.getValue()))
            .toList());
  }
}
