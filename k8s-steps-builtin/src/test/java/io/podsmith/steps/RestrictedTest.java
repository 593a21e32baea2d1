// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.builder.checks.PodChecks;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code spark.podsmith.restricted} makes of pods, and what it rejects. */
class RestrictedTest {
  private static final String RESTRICTED = "spark.podsmith.restricted";

  @TestFactory
  Stream<DynamicTest> acceptsWhatTheStandardAccepts() {
    return tests(
        RestrictedPods.accepted(),
        (name, pod) -> assertThatCode(() -> check(pod)).doesNotThrowAnyException());
  }

  @TestFactory
  Stream<DynamicTest> rejectsWhatTheStandardRejects() {
    return tests(
        RestrictedPods.rejected(),
        (name, pod) ->
            assertThatThrownBy(() -> check(pod))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(
                    "which spark.podsmith.restricted does not allow, from nobody"));
  }

  private interface PodTest {
    void run(String name, Pod pod);
  }

  private static Stream<DynamicTest> tests(
      Map<String, UnaryOperator<PodBuilder>> edits, PodTest test) {
    return edits.entrySet().stream()
        .map(
            edit ->
                DynamicTest.dynamicTest(
                    edit.getKey(),
                    () ->
                        test.run(
                            edit.getKey(),
                            edit.getValue().apply(new PodBuilder(RestrictedPods.base())).build())));
  }

  static void check(Pod pod) {
    PodChecks.check(
        pod,
        PodChecks.Rules.of(Case.driver(RESTRICTED, "true").conf()),
        () -> PodHistory.of(Author.NOBODY, SparkPod.of(pod, pod.getSpec().getContainers().get(0))));
  }

  @Test
  void namesTheTemplateThatContradicts(@TempDir Path directory) throws Exception {
    Path template =
        Files.writeString(
            directory.resolve("driver.yaml"),
            "spec:\n  hostNetwork: true\n  securityContext:\n    runAsUser: 0\n");

    assertThatThrownBy(
            () ->
                build(
                    RESTRICTED,
                    "true",
                    "spark.kubernetes.driver.podTemplateFile",
                    template.toString()))
        .hasMessageContaining(
            "the driver pod has hostNetwork=true, which spark.podsmith.restricted does not allow,"
                + " from the pod template %s (spark.kubernetes.driver.podTemplateFile); it has"
                + " runAsUser=0, which",
            template)
        .hasMessageEndingWith("; remove it from %s", template);
  }

  @Test
  void namesTheSettingThatContradicts() {
    String volume = "spark.kubernetes.driver.volumes.hostPath.disk.";

    assertThatThrownBy(
            () ->
                build(
                    RESTRICTED,
                    "true",
                    "%smount.path".formatted(volume),
                    "/data",
                    "%soptions.path".formatted(volume),
                    "/data"))
        .hasMessageContaining(
            "has the volume 'disk' of type hostPath, which spark.podsmith.restricted does not"
                + " allow, from step spark.mount-volumes (spark.kubernetes.driver.volumes.*);"
                + " change spark.kubernetes.driver.volumes.*");
  }

  @Test
  void keepsADirectoryThatIsMountedAlready() {
    String volume = "spark.kubernetes.driver.volumes.emptyDir.scratch.";

    Pod pod =
        build(
            RESTRICTED,
            "true",
            "%smount.path".formatted(volume),
            "/tmp",
            "%soptions.sizeLimit".formatted(volume),
            "1Gi");

    assertThat(pod.getSpec().getVolumes()).noneMatch(v -> v.getName().equals("podsmith-tmp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "root", "-1", ""})
  void rejectsUsersThatAreNotNumericOrRoot(String user) {
    assertThatThrownBy(() -> build(RESTRICTED, "true", "spark.podsmith.restricted.runAsUser", user))
        .hasMessageContaining("spark.podsmith.restricted.runAsUser")
        .hasMessageContaining("a numeric user id other than 0, or image");
  }

  @Test
  void changesNothingUnlessRequested() {
    Pod pod = build(RESTRICTED, "false");

    assertThat(pod.getSpec().getSecurityContext()).isNull();
    assertThat(pod.getSpec().getEnableServiceLinks()).isNull();
  }

  private static Pod build(String... settings) {
    DriverConf conf = (DriverConf) Case.driver(settings).conf();
    try (StepRegistry registry = StepRegistry.load(conf.settings(), conf.fileStaging())) {
      return new DriverSpecBuilder(registry).build(conf).pod();
    }
  }
}
