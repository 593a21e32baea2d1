// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvReferencesTest {
  @Test
  void findsReferencesInTheOrderOfTheText() {
    assertThat(EnvReferences.in("$(HOST):$(PORT)/$(HOST)")).containsExactly("HOST", "PORT");
    assertThat(EnvReferences.in("$$$(A.b-c)")).containsExactly("A.b-c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$", "$(", "$()", "$(A", "$$(A)", "$A", "a$(9 !)b", "$$$$(A)"})
  void findsNoReferenceInOtherText(String value) {
    assertThat(EnvReferences.in(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a$$b, a$b",
    "a$b, a$b",
    "$$(A), $(A)",
    "$$$$, $$",
    "$$$, $$",
    "$$a$, $a$",
    "p$(9 !)q$$, p$(9 !)q$",
    "$(a$$, $(a$",
    "plain, plain"
  })
  void writesTextAsAContainerGetsIt(String value, String inContainer) {
    assertThat(EnvReferences.unescaped(value)).isEqualTo(inContainer);
  }
}
