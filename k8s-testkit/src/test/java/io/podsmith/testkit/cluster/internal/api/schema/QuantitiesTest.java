// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "1000m,1",
    "0.5,500m",
    "1.5,1500m",
    "1024Mi,1Gi",
    "1408Mi,1408Mi",
    "1500000000,1500M",
    "100,100",
    "0,0",
    "0Gi,0",
    "1e3,1e3",
    "12e6,12e6",
    "0.1Ki,102400m",
    "1.5Gi,1536Mi",
    "2000k,2M",
    "-1,-1"
  })
  void writesTheShortestForm(String given, String written) {
    assertThat(Quantities.canonical(given)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 Gi", "1gb", "Gi", "1..5", "--1"})
  void refusesOtherTexts(String text) {
    assertThat(Quantities.isValid(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1Ki,1024", "1k,1000", "500m,0.5", "1e2,100", "2Gi,2147483648"})
  void readsAmounts(String text, String amount) {
    assertThat(Quantities.parse(text)).isEqualByComparingTo(amount);
  }
}
