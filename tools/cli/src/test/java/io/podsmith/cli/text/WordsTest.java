// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "zone.jar, 1.2.0, zone.jar 1.2.0",
    "zone-1.2.0.jar, 1.2.0, zone-1.2.0.jar",
    "/opt/1.2.0/zone.jar, 1.2.0, /opt/1.2.0/zone.jar 1.2.0",
    "zone.jar, '', zone.jar",
  })
  void showsTheVersionOfAJarOnce(String jar, String version, String shown) {
    assertThat(Words.artifact(jar, version)).isEqualTo(shown);
  }
}
