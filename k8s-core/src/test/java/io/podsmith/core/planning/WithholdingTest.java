// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WithholdingTest {
  private static Withholding withholding() {
    Withholding withholding =
        new Withholding(
            SensitiveSettings.of(SparkSettings.of(Map.of(), Map.of()), Set.of()),
            new SecretTexts(Set.of("spark.my.key"), Set.of("default")));
    withholding.add("hunter2:x");
    return withholding;
  }

  @Test
  void withholdsASecretWhereverItIsRepeated() {
    Map<String, Object> object =
        Map.of(
            "kind",
            "ConfigMap",
            "data",
            Map.of("a", "k=hunter2:x", "b", "k=hunter2\\:x", "c", "aHVudGVyMjp4", "d", "plain"),
            "env",
            List.of(Map.of("name", "DB_PASSWORD", "value", "other")));

    assertThat(withholding().object(object).toString())
        .contains("plain", "DB_PASSWORD")
        .doesNotContain("hunter2", "aHVudGVyMjp4", "other");
  }

  @Test
  void withholdsAllThatASecretHolds() {
    Map<String, Object> secret = Map.of("kind", "Secret", "data", Map.of("token", "YWJj"));

    assertThat(withholding().object(secret))
        .hasToString(secret.toString().replace("YWJj", "(secret)"));
  }

  @Test
  void withholdsAVariableOfThePodInTheTemplateThatItIsFrom() {
    Pod pod =
        new PodBuilder()
            .withNewSpec()
            .addNewContainer()
            .addNewEnv()
            .withName("DB_PASSWORD")
            .withValue("hunter2-x")
            .endEnv()
            .addNewEnv()
            .withName("PLAIN")
            .withValue("seen")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();
    DriverSpec spec = new DriverSpec(pod, List.of(), List.of(), new TreeMap<>(), List.of());

    assertThat(
            Withholding.of(spec, SparkSettings.of(Map.of(), Map.of()), Set.of())
                .text("- name: DB_PASSWORD\n  value: hunter2-x\n- name: PLAIN\n  value: seen\n"))
        .contains("DB_PASSWORD", "value: seen")
        .doesNotContain("hunter2");
  }
}
