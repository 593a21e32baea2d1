// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {
  private static final Map<String, String> VARIABLES = Map.of("A", "one", "B", "$(A)");

  @ParameterizedTest
  @CsvSource({
    "$(A), one",
    "x$(A)y$(A), xoneyone",
    "$(B), $(A)",
    "$$(A), $(A)",
    "$(UNKNOWN), $(UNKNOWN)",
    "$A, $A",
    "$(A, $(A"
  })
  void expandsReferencesAsKubernetesDoes(String text, String expanded) {
    assertThat(VariableExpansion.expand(text, VARIABLES)).isEqualTo(expanded);
  }

  @Test
  void splitsOptionsAsSparksLauncherDoes() {
    assertThat(OptionString.split(" -Da=1  -Db='x y' \"-Dc=\\\"q\\\"\" -Dd=\\  "))
        .isEqualTo(List.of("-Da=1", "-Db=x y", "-Dc=\"q\"", "-Dd= "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Da=b", "-Da=b c", "a\"b", "a\\b", "it's"})
  void quotesSoThatSplittingGivesItBack(String option) {
    assertThat(OptionString.split(OptionString.quote(option))).isEqualTo(List.of(option));
  }
}
