// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT59M59S, 59m",
    "PT1H, 1h",
    "PT3H20M, 3h20m",
    "PT47H59M, 47h59m",
    "PT48H, 2d",
    "P5DT3H, 5d"
  })
  void showsOneOrTwoUnits(Duration age, String text) {
    assertThat(Ages.text(age)).isEqualTo(text);
  }
}
