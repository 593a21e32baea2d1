// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.SparkPod;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparkPodAssertTest {
  private static final SparkPod POD =
      SparkPod.empty()
          .editMetadata(m -> m.addToLabels("team", "data").addToAnnotations("note", "n"))
          .editSpec(
              s ->
                  s.withServiceAccountName("jobs")
                      .addToNodeSelector("disk", "ssd")
                      .addNewToleration()
                      .withKey("spot")
                      .endToleration()
                      .addNewVolume()
                      .withName("logs")
                      .withNewEmptyDir()
                      .endEmptyDir()
                      .endVolume()
                      .addNewInitContainer()
                      .withName("prepare")
                      .endInitContainer()
                      .addNewContainer()
                      .withName("shipper")
                      .withImage("shipper:2")
                      .endContainer())
          .editContainer(
              c ->
                  c.withImage("spark:4")
                      .withArgs("driver", "--class", "Main")
                      .addNewEnv()
                      .withName("TZ")
                      .withValue("UTC")
                      .endEnv()
                      .addNewEnv()
                      .withName("IP")
                      .withNewValueFrom()
                      .withNewFieldRef("v1", "status.podIP")
                      .endValueFrom()
                      .endEnv()
                      .addNewEnv()
                      .withName("TOKEN")
                      .withNewValueFrom()
                      .withNewSecretKeyRef("token", "vault", false)
                      .endValueFrom()
                      .endEnv()
                      .addNewVolumeMount()
                      .withName("logs")
                      .withMountPath("/var/log")
                      .endVolumeMount()
                      .addNewVolumeMount()
                      .withName("lost")
                      .withMountPath("/mnt/lost")
                      .endVolumeMount()
                      .addNewPort()
                      .withName("ui")
                      .withContainerPort(4040)
                      .endPort()
                      .withNewResources()
                      .addToRequests("memory", new Quantity("1Gi"))
                      .addToLimits("cpu", new Quantity("2"))
                      .endResources());

  @Test
  void acceptsWhatIsThere() {
    assertThat(POD)
        .hasLabel("team", "data")
        .doesNotHaveLabel("other")
        .hasAnnotation("note", "n")
        .doesNotHaveAnnotation("other")
        .hasNodeSelector("disk", "ssd")
        .hasToleration("spot")
        .hasServiceAccount("jobs")
        .hasVolume("logs")
        .doesNotHaveVolume("other")
        .hasMount("/var/log")
        .hasMount("/var/log", "logs")
        .hasEnv("TZ", "UTC")
        .hasEnvFromField("IP", "status.podIP")
        .hasEnvFromSecret("TOKEN", "vault", "token")
        .doesNotHaveEnv("OTHER")
        .hasSidecar("shipper")
        .doesNotHaveSidecar("other")
        .hasInitContainer("prepare")
        .hasArgs("driver", "--class", "Main")
        .hasImage("spark:4")
        .hasPort("ui", 4040)
        .hasRequest("memory", "1024Mi")
        .hasLimit("cpu", "2000m");
    assertThat(POD).sidecar("shipper").extracting(Container::getImage).isEqualTo("shipper:2");
    assertThat(POD).container().extracting(Container::getImage).isEqualTo("spark:4");
    assertThat(POD).pod().extracting(p -> p.getSpec().getContainers().size()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusesWhatIsNotThere(String message, ThrowingCallable expectation) {
    assertThatThrownBy(expectation).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "expected label 'owner', but there are only [team]",
            () -> assertThat(POD).hasLabel("owner", "x")),
        refusal(
            "expected label 'team' to be 'ops', but it is 'data'",
            () -> assertThat(POD).hasLabel("team", "ops")),
        refusal(
            "expected no label 'team', but it is 'data'",
            () -> assertThat(POD).doesNotHaveLabel("team")),
        refusal(
            "expected volume 'data', but there are only [logs]",
            () -> assertThat(POD).hasVolume("data")),
        refusal(
            "expected no volume 'logs', but it exists",
            () -> assertThat(POD).doesNotHaveVolume("logs")),
        refusal(
            "expected mount '/x', but there are only [/var/log, /mnt/lost]",
            () -> assertThat(POD).hasMount("/x")),
        refusal(
            "expected volume 'lost', but there are only [logs]",
            () -> assertThat(POD).hasMount("/mnt/lost")),
        refusal(
            "expected volume 'data' to be mounted at /var/log, but [logs] is",
            () -> assertThat(POD).hasMount("/var/log", "data")),
        refusal(
            "expected environment variable TZ to be 'CET', but it is 'UTC'",
            () -> assertThat(POD).hasEnv("TZ", "CET")),
        refusal(
            "expected environment variable IP to be '1', but it is read from another source",
            () -> assertThat(POD).hasEnv("IP", "1")),
        refusal(
            "expected environment variable 'NO', but there are only [TZ, IP, TOKEN]",
            () -> assertThat(POD).hasEnv("NO", "1")),
        refusal(
            "expected environment variable TZ to come from vault/tz, but it comes from no secret",
            () -> assertThat(POD).hasEnvFromSecret("TZ", "vault", "tz")),
        refusal(
            "expected sidecar 'agent', but there are only [shipper]",
            () -> assertThat(POD).hasSidecar("agent")),
        refusal(
            "expected arguments [executor], but they are [driver, --class, Main]",
            () -> assertThat(POD).hasArgs("executor")),
        refusal(
            "expected image 'spark:3', but it is 'spark:4'",
            () -> assertThat(POD).hasImage("spark:3")),
        refusal(
            "expected port 'ui' to be 1, but it is 4040", () -> assertThat(POD).hasPort("ui", 1)),
        refusal(
            "expected the request for 'memory' to be 2Gi, but it is 1Gi",
            () -> assertThat(POD).hasRequest("memory", "2Gi")),
        refusal(
            "expected a limit for 'memory', but there are only [cpu]",
            () -> assertThat(POD).hasLimit("memory", "2Gi")));
  }

  private static Arguments refusal(String message, ThrowingCallable expectation) {
    return Arguments.of(message, expectation);
  }

  @Test
  void saysThatThereIsNoPod() {
    assertThatThrownBy(() -> assertThat(null).hasLabel("team", "data"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not to be null");
  }

  @Test
  void listsTheFieldsThatDifferFromAnExpectedPod() {
    SparkPod other =
        POD.editMetadata(m -> m.addToLabels("team", "ml"))
            .editContainer(c -> c.addNewEnv().withName("LANG").withValue("C").endEnv());

    assertThat(POD).isEqualTo(SparkPod.of(POD.pod(), POD.container()));
    assertThatThrownBy(() -> assertThat(other).isEqualTo(POD))
        .hasMessageContaining("metadata.labels.team: expected \"data\", but it is \"ml\"")
        .hasMessageContaining("container.env[name=LANG]")
        .hasMessageContaining("not expected")
        .satisfies(
            e -> org.assertj.core.api.Assertions.assertThat(e.getMessage()).doesNotContain("spot"));
  }

  @Test
  void comparesWhichFieldsDiffer() {
    SparkPod after =
        POD.editMetadata(m -> m.addToLabels("team", "ml"))
            .editContainer(c -> c.addNewEnv().withName("LANG").withValue("C").endEnv());

    assertThat(after).differsOnlyIn(POD, "metadata.labels.team", "container.env[name=LANG]");
    assertThat(after).differsOnlyIn(POD, "metadata", "container.env");
    assertThatThrownBy(() -> assertThat(after).differsOnlyIn(POD, "metadata.labels.team"))
        .hasMessageContaining("no difference outside [metadata.labels.team], but:")
        .hasMessageContaining("container.env[name=LANG]");
    assertThatThrownBy(
            () -> assertThat(after).differsOnlyIn(POD, "metadata", "container.env", "spec.volumes"))
        .hasMessageContaining("differences in [spec.volumes], but the only differences are:");
  }
}
