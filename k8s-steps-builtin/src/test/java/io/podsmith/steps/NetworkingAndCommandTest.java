package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import org.junit.jupiter.api.Test;

class NetworkingAndCommandTest {
  private static final String SERVICE = "spark.driver-service";
  private static final String COMMAND = "spark.driver-command";

  @Test
  void refusesABindAddressOfTheUser() {
    assertRefused(
        SERVICE,
        Case.driver("spark.driver.bindAddress", "0.0.0.0"),
        PodsmithError.CONF_NOT_ACCEPTED,
        "spark.driver.bindAddress",
        "'0.0.0.0'",
        "leave it out");
  }

  @Test
  void refusesAHostOfTheUser() {
    assertRefused(
        SERVICE,
        Case.driver("spark.driver.host", "me.example.org"),
        PodsmithError.CONF_NOT_ACCEPTED,
        "spark.driver.host",
        "'me.example.org'",
        "service");
  }

  @Test
  void refusesOnePortForTwoPurposes() {
    assertRefused(
        SERVICE,
        Case.driver("spark.ui.port", "7078"),
        PodsmithError.CONF_CONFLICT,
        "spark.ui.port",
        "'7078'",
        "spark.driver.port");
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
}
