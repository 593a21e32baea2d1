// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.core.Logged;
import org.junit.jupiter.api.Test;

class TemplateOverridesTest {
  @Test
  void namesBothValuesOfCpuAndMemoryAndTheSettings() {
    String logged =
        log(
            """
            {requests: {cpu: 500m, memory: 2Gi, ephemeral-storage: 5Gi}, limits: {cpu: '4', memory: 8Gi}}
            """,
            """
            {requests: {cpu: '1', memory: 2432Mi, ephemeral-storage: 5Gi}, limits: {cpu: '4', memory: 2432Mi}}
            """);

    assertThat(logged)
        .contains("WARN")
        .contains("Settings replace values of the pod template in executor pods:")
        .contains("cpu request 500m -> 1 (use spark.kubernetes.executor.request.cores")
        .contains("memory request 2Gi -> 2432Mi (use spark.executor.memory")
        .contains("memory limit 8Gi -> 2432Mi (use spark.executor.memory")
        .doesNotContain("ephemeral-storage", "cpu limit");
    assertThat(logged.lines()).as("one line").hasSize(1);
  }

  @Test
  void saysNothingWhereTheValuesAreTheSame() {
    assertThat(
            log("{requests: {memory: 2Gi, cpu: '1'}}", "{requests: {memory: 2048Mi, cpu: 1000m}}"))
        .isEmpty();
    assertThat(log("{}", "{requests: {memory: 2048Mi}}")).isEmpty();
  }

  @Test
  void saysAtInfoWhatSparkAlwaysSets() {
    SparkPod template = pod("{metadata: {name: any}, spec: {restartPolicy: Always}}", "{image: a}");
    SparkPod built = pod("{metadata: {name: pi-1}, spec: {restartPolicy: Never}}", "{image: b}");
    try (Logged logged = new Logged()) {
      TemplateOverrides.log("the driver pod", PodRole.DRIVER, template, built);

      assertThat(logged.text())
          .contains("INFO", "pod name any -> pi-1", "image a -> b", "restartPolicy Always -> Never")
          .doesNotContain("WARN");
    }
  }

  @Test
  void warnsOfAHookThatDecommissioningReplaces() {
    SparkPod template = pod("{}", "{lifecycle: {preStop: {exec: {command: [a]}}}}");
    SparkPod built = pod("{}", "{lifecycle: {preStop: {exec: {command: [b]}}}}");
    try (Logged logged = new Logged()) {
      TemplateOverrides.log("executor pods", PodRole.EXECUTOR, template, built);

      assertThat(logged.text())
          .contains("WARN", "lifecycle.preStop", "spark.kubernetes.decommission.script");
    }
  }

  @Test
  void doesNotShowValuesOfVariables() {
    SparkPod template = pod("{}", "{env: [{name: PASSWORD, value: hunter2}, {name: B, value: c}]}");
    SparkPod built =
        pod(
            "{}",
            "{env: [{name: PASSWORD, value: hunter2}, {name: B, value: c}, {name: PASSWORD, value:"
                + " other}]}");
    try (Logged logged = new Logged()) {
      TemplateOverrides.log("executor pods", PodRole.EXECUTOR, template, built);

      assertThat(logged.text())
          .contains("environment variable PASSWORD (by spark.executorEnv.* or Spark)")
          .doesNotContain("hunter2", "other");
    }
  }

  private static String log(String template, String built) {
    try (Logged logged = new Logged()) {
      TemplateOverrides.log(
          "executor pods",
          PodRole.EXECUTOR,
          pod("{}", "{resources: %s}".formatted(template)),
          pod("{}", "{resources: %s}".formatted(built)));
      return logged.text();
    }
  }

  private static SparkPod pod(String pod, String container) {
    return SparkPod.of(
        Serialization.unmarshal("# YAML\n" + pod, Pod.class),
        Serialization.unmarshal("# YAML\n" + container, Container.class));
  }
}
