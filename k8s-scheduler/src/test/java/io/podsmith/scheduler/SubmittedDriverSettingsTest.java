// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.UnknownSettings;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.scheduler.pods.testing.LogLines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings of a driver in the cluster that Spark's own jar may have submitted. */
class SubmittedDriverSettingsTest {
  private static List<String> check(String key) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.kubernetes.submitInDriver", "true");
    settings.put("spark.kubernetes.driver.pod.name", "driver");
    settings.put("spark.kubernetes.resource.type", "java");
    settings.put("spark.kubernetes.memoryOverheadFactor", "0.1");
    settings.put("spark.kubernetes.executor.podNamePrefix", "exec");
    settings.put("spark.kubernetes.setSubmitTimeInDriver", "true");
    settings.put(key, "x");
    SparkSettings read = SparkSettings.of(settings, Map.of());
    try (LogLines log = new LogLines(UnknownSettings.class);
        StepRegistry registry = StepRegistry.load(read, new LocalFiles())) {
      registry.checkSettings(PodRole.EXECUTOR, List.of());
      registry.checkSettings(PodRole.EXECUTOR, List.of());
      return List.copyOf(log.lines());
    }
  }

  @Test
  void warnsOnceOfSettingsThatDoNotExist() {
    assertThat(check("spark.podsmith.step.jars"))
        .singleElement()
        .asString()
        .startsWith("WARN ")
        .contains("spark.podsmith.step.jars (did you mean spark.podsmith.steps.jars?)");
    assertThat(check("spark.kubernetes.namspace"))
        .singleElement()
        .asString()
        .contains("spark.kubernetes.namspace (did you mean spark.kubernetes.namespace?)");
  }

  @Test
  void acceptsWhatSubmissionsSet() {
    assertThat(check("spark.kubernetes.namespace")).isEmpty();
  }
}
