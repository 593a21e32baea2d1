// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {
  @ParameterizedTest
  @CsvSource({
    "Spark Pi, spark-pi-",
    "'  Spark  Pi!! ', spark-pi-",
    "com.acme.Main$, com-acme-main-",
    "1st, xst-",
    "-lead, lead-",
    "a__b--c, a-b-c-"
  })
  void makesPrefixOfName(String appName, String beginning) {
    assertThat(ResourceNames.uniquePrefix(appName, "default", UniqueIds.random()))
        .matches(beginning + "[0-9a-f]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "---", "数据", "9", "1", "a", "Ä"})
  void makesUsablePrefixOfAnyName(String appName) {
    assertThat(ResourceNames.uniquePrefix(appName, "default", UniqueIds.random()))
        .matches(ResourceNames::isPrefix);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 41, 63})
  void shortensPrefixOfVeryLongNameToWhatAKubeletCanUse(int lengthOfNamespace) {
    String namespace = "s".repeat(lengthOfNamespace);

    String prefix = ResourceNames.uniquePrefix("n".repeat(1000), namespace, UniqueIds.random());

    String directory = namespace + "_" + prefix + "-exec-2147483647_" + UUID.randomUUID();
    assertThat(directory).as("a file name has at most 255 bytes").hasSize(255);
    assertThat(prefix).matches("n+-[0-9a-f]+");
  }

  @Test
  void makesUniqueIds() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      ids.add(UniqueIds.random().next());
    }
    assertThat(ids).hasSizeGreaterThan(990);
  }

  @ParameterizedTest
  @CsvSource({"Spark Pi, spark-pi", "-a-, a", "'!', ''", "数据, ''", "Job_2024.01, job-2024-01"})
  void makesLabelOfName(String appName, String label) {
    assertThat(ResourceNames.appNameLabel(appName)).isEqualTo(label);
  }

  @Test
  void cutsLabelAt63Characters() {
    assertThat(ResourceNames.appNameLabel("a".repeat(62) + "-bcd"))
        .as("a label does not end with a hyphen")
        .isEqualTo("a".repeat(62));
    assertThat(ResourceNames.appNameLabel("a".repeat(100))).isEqualTo("a".repeat(63));
  }
}
