// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkingAndCommandTest {
  private static final String SERVICE = "spark.driver-service";
  private static final String COMMAND = "spark.driver-command";

  @Test
  void refusesABindAddressOfTheUser() {
    assertRefused(
        SERVICE,
        Case.driver("spark.driver.bindAddress", "0.0.0.0"),
        PodsmithError.CONF_INVALID,
        "spark.driver.bindAddress",
        "'0.0.0.0'",
        "remove it");
  }

  @Test
  void refusesAHostOfTheUser() {
    assertRefused(
        SERVICE,
        Case.driver("spark.driver.host", "me.example.org"),
        PodsmithError.CONF_INVALID,
        "spark.driver.host",
        "'me.example.org'",
        "Service");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.driver.port, 0",
    "spark.driver.port, 65536",
    "spark.driver.blockManager.port, 0"
  })
  void rejectsPortsThatAServiceCannotHave(String key, String port) {
    assertRefused(
        SERVICE,
        Case.driver(key, port),
        PodsmithError.CONF_INVALID,
        key,
        "'%s'".formatted(port),
        "between 1 and 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "65535"})
  void acceptsTheFirstAndTheLastPort(String port) {
    assertThat(
            BuiltInSteps.make(SERVICE, Case.driver("spark.driver.port", port))
                .getAdditionalPodSystemProperties())
        .containsEntry("spark.driver.port", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1023", "65536"})
  void rejectsPortsThatAnExecutorCannotOpen(String port) {
    assertRefused(
        "spark.executor-basics",
        Case.executor("spark.blockManager.port", port),
        PodsmithError.CONF_INVALID,
        "spark.blockManager.port",
        "'%s'".formatted(port),
        "0 (any port) or between 1024 and 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024", "65535"})
  void acceptsPortsThatAnExecutorCanOpen(String port) {
    assertThat(
            BuiltInSteps.make(
                    "spark.executor-basics", Case.executor("spark.blockManager.port", port))
                .configurePod(SparkPod.empty())
                .container()
                .getPorts())
        .extracting(each -> each.getContainerPort())
        .contains(Integer.parseInt(port));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.driver.blockManager.port, 7078, spark.driver.port",
    "spark.ui.port, 7078, spark.driver.port",
    "spark.ui.port, 7079, spark.driver.blockManager.port",
    "spark.connect.grpc.binding.port, 4040, spark.ui.port"
  })
  void refusesOnePortForTwoPurposes(String key, String port, String taken) {
    assertRefused(
        SERVICE, Case.driver(key, port), PodsmithError.CONF_CONFLICT, key, "'" + port + "'", taken);
  }

  @Test
  void refusesTwoFamiliesOnASingleStack() {
    assertRefused(
        SERVICE,
        Case.driver("spark.kubernetes.driver.service.ipFamilies", "IPv4,IPv6"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.driver.service.ipFamilies",
        "SingleStack",
        "PreferDualStack");
  }

  @Test
  void shortensTheNameOfTheServiceAndTellsTheDriverTheSame() {
    var step =
        BuiltInSteps.make(
            SERVICE,
            Case.driver("spark.kubernetes.driver.resourceNamePrefix", "long-".repeat(12) + "name"));
    String name = step.getAdditionalKubernetesResources().get(0).getMetadata().getName();
    assertThat(name).hasSizeLessThanOrEqualTo(63).endsWith("-driver-svc");
    assertThat(step.getAdditionalPodSystemProperties())
        .containsEntry("spark.driver.host", name + ".default.svc");
  }

  @Test
  void refusesAPythonProgramOfThisMachineWithoutAPlaceToUploadIt() {
    assertRefused(
        COMMAND,
        Case.driver("app.language", "PYTHON", "app.file", "/home/me/main.py"),
        PodsmithError.CONF_MISSING,
        "spark.kubernetes.file.upload.path",
        "'/home/me/main.py'");
  }

  @Test
  void keepsArgumentsOfTheTemplateInFront() {
    SparkPod pod = SparkPod.empty().editContainer(c -> c.addToArgs("first"));
    assertThat(
            BuiltInSteps.make(COMMAND, Case.driver("app.file", "local:///app.jar"))
                .configurePod(pod)
                .container()
                .getArgs())
        .containsExactly(
            "first",
            "driver",
            "--properties-file",
            "/opt/spark/conf/spark.properties",
            "--class",
            "org.example.Main",
            "local:///app.jar");
  }

  @Test
  void findsThePythonOfTheDriverWhereOnlyTheEnvironmentNamesOne() {
    Case given =
        Case.driver(
            "app.language", "PYTHON",
            "app.file", "local:///app.py",
            "env.PYSPARK_PYTHON", "/usr/bin/python3.12");

    assertThat(
            BuiltInSteps.make(COMMAND, given).configurePod(SparkPod.empty()).container().getEnv())
        .extracting(EnvVar::getName, EnvVar::getValue)
        .contains(
            tuple("PYSPARK_PYTHON", "/usr/bin/python3.12"),
            tuple("PYSPARK_DRIVER_PYTHON", "/usr/bin/python3.12"));
  }
}
