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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DRIVER | requests: {cpu: '1'} | requests: {cpu: '2'} | cpu request 1 -> 2 (use"
            + " spark.kubernetes.driver.request.cores or spark.driver.cores)",
        "EXECUTOR | limits: {cpu: '1'} | limits: {cpu: '2'} | cpu limit 1 -> 2 (use"
            + " spark.kubernetes.executor.limit.cores)",
        "DRIVER | limits: {memory: 1Gi} | limits: {memory: 2Gi} | memory limit 1Gi -> 2Gi (use"
            + " spark.driver.memory and spark.driver.memoryOverhead)",
        "DRIVER | limits: {nvidia.com/gpu: '1'} | limits: {nvidia.com/gpu: '2'} | nvidia.com/gpu"
            + " limit 1 -> 2 (use spark.driver.resource.* or the resource profile)",
        "EXECUTOR | requests: {cpu: '1'} | requests: {} | cpu request 1 -> none (use"
            + " spark.kubernetes.executor.request.cores",
        "EXECUTOR | limits: {cpu: lots} | limits: {cpu: more} | cpu limit lots -> more (use"
      })
  void namesTheSettingOfEachResource(PodRole role, String template, String built, String said) {
    assertThat(
            log(
                role,
                pod("{}", "{resources: {%s}}".formatted(template)),
                pod("{}", "{resources: {%s}}".formatted(built))))
        .contains("WARN", said);
  }

  @Test
  void comparesQuantitiesThatAreNoneAsText() {
    assertThat(log("{limits: {cpu: lots}}", "{limits: {cpu: lots}}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DRIVER | schedulerName: a | schedulerName: b | schedulerName a -> b (use"
            + " spark.kubernetes.driver.scheduler.name)",
        "EXECUTOR | schedulerName: a | {} | schedulerName a -> none (use"
            + " spark.kubernetes.executor.scheduler.name)",
        "EXECUTOR | serviceAccountName: a | serviceAccountName: b | serviceAccountName a -> b (use"
            + " spark.kubernetes.authenticate.executor.serviceAccountName)",
        "DRIVER | terminationGracePeriodSeconds: 60 | terminationGracePeriodSeconds: 30 |"
            + " terminationGracePeriodSeconds 60 -> 30 (use"
            + " spark.kubernetes.driver.terminationGracePeriodSeconds)"
      })
  void namesTheSettingOfEachFieldOfThePod(
      PodRole role, String template, String built, String said) {
    assertThat(log(role, spec(template), spec(built))).contains("WARN", said);
    assertThat(log(role, spec(template), spec(template))).isEmpty();
    assertThat(log(role, spec("{}"), spec(built))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXECUTOR | imagePullPolicy: Always | imagePullPolicy: Never | imagePullPolicy Always ->"
            + " Never (use spark.kubernetes.container.image.pullPolicy)",
        "EXECUTOR | securityContext: {allowPrivilegeEscalation: false} | securityContext:"
            + " {allowPrivilegeEscalation: true} | allowPrivilegeEscalation false -> true (use"
            + " spark.kubernetes.executor.allowPrivilegeEscalation)",
        "DRIVER | securityContext: {allowPrivilegeEscalation: false} | {} |"
            + " allowPrivilegeEscalation false -> none (use"
            + " spark.kubernetes.driver.allowPrivilegeEscalation)"
      })
  void namesTheSettingOfEachFieldOfTheContainer(
      PodRole role, String template, String built, String said) {
    assertThat(log(role, container(template), container(built))).contains("WARN", said);
    assertThat(log(role, container(template), container(template))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata: {labels: {b: x, a: x, c: x}} | metadata: {labels: {a: y, b: y, c: x, d: y}} |"
            + " label a, b (by spark.kubernetes.driver.label.* or Spark)",
        "metadata: {annotations: {a: x}} | metadata: {annotations: {b: x}} |"
            + " annotation a (by spark.kubernetes.driver.annotation.* or Spark)",
        "spec: {nodeSelector: {a: x}} | spec: {} |"
            + " node selector a (by spark.kubernetes.driver.node.selector.* or Spark)",
        "metadata: {namespace: a} | metadata: {namespace: b} | namespace a -> b",
        "spec: {hostname: a} | spec: {} | hostname a -> none"
      })
  void saysAtInfoWhatSparkReplacesWithoutASettingOfItsOwn(
      String template, String built, String said) {
    SparkPod before = pod("{%s}".formatted(template), "{}");

    assertThat(log(PodRole.DRIVER, before, pod("{%s}".formatted(built), "{}")))
        .contains("INFO")
        .endsWith(": %s\n".formatted(said))
        .doesNotContain("WARN");
    assertThat(log(PodRole.DRIVER, before, before)).isEmpty();
  }

  @Test
  void namesTheVariablesOfDriversByTheirSetting() {
    assertThat(
            log(
                PodRole.DRIVER,
                container("env: [{name: B, value: c}]"),
                container("env: [{name: B, value: d}]")))
        .contains("INFO", "environment variable B (by spark.kubernetes.driverEnv.* or Spark)");
  }

  @Test
  void saysWhatWasChosenBeforeWhatIsExpected() {
    assertThat(
            log(
                PodRole.DRIVER,
                pod("{metadata: {name: a}, spec: {schedulerName: a}}", "{}"),
                pod("{metadata: {name: b}, spec: {schedulerName: b}}", "{}")))
        .contains("WARN", ": schedulerName a -> b (use ", "scheduler.name); pod name a -> b");
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
    return log(
        PodRole.EXECUTOR,
        pod("{}", "{resources: %s}".formatted(template)),
        pod("{}", "{resources: %s}".formatted(built)));
  }

  private static String log(PodRole role, SparkPod template, SparkPod built) {
    try (Logged logged = new Logged()) {
      TemplateOverrides.log("%s pods".formatted(role.label()), role, template, built);
      return logged.text();
    }
  }

  private static SparkPod spec(String fields) {
    return pod("{spec: {%s}}".formatted(fields.equals("{}") ? "" : fields), "{}");
  }

  private static SparkPod container(String fields) {
    return pod("{}", "{%s}".formatted(fields.equals("{}") ? "" : fields));
  }

  private static SparkPod pod(String pod, String container) {
    return SparkPod.of(
        Serialization.unmarshal("# YAML\n" + pod, Pod.class),
        Serialization.unmarshal("# YAML\n" + container, Container.class));
  }
}
