// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code spark.podsmith.steps.policy} and {@code allowedKinds} keep third-party steps from.
 */
class StepPolicyTest {
  private static final String POLICY = "spark.podsmith.steps.policy";
  private static final String KINDS = "spark.podsmith.steps.allowedKinds";

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of(
            "no-host-path", HostPath.class, "has the volume 'disk' of type hostPath, which"),
        Arguments.of("no-host-namespaces", HostNetwork.class, "has hostNetwork=true, which"),
        Arguments.of(
            "no-privileged", Privileged.class, "has the container 'spark' with privileged=true"),
        Arguments.of(
            "no-privileged",
            Capable.class,
            "has the container 'helper' with the capabilities [SYS_ADMIN], which"),
        Arguments.of("keep-service-account", Account.class, "has serviceAccountName=root, which"));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void rejectsWhatTheRuleForbidsForBothRoles(
      String rule, Class<? extends FeatureStepFactory> step, String message) {
    Specs specs = specs(step).set(POLICY, rule);

    for (ThrowingCallable build : List.<ThrowingCallable>of(specs::driver, specs::executor)) {
      assertThatThrownBy(build)
          .isInstanceOf(StepException.class)
          .hasMessageStartingWith("[PODSMITH-STEP-007] ")
          .hasMessageContaining(message)
          .hasMessageContaining("%s does not allow, from step acme.", POLICY)
          .hasMessageContaining(" or disable the step with spark.podsmith.steps.disabled=acme.");
    }
  }

  @ParameterizedTest
  @MethodSource("violations")
  void acceptsWhatOnlyOtherRulesForbid(
      String rule, Class<? extends FeatureStepFactory> step, String message) {
    List<String> others =
        Stream.of("no-host-path", "no-privileged", "no-host-namespaces", "keep-service-account")
            .filter(other -> !other.equals(rule))
            .toList();

    assertThatCode(specs(step).set(POLICY, String.join(",", others))::driver)
        .as(message)
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsWhatTheTemplateHas(@TempDir Path directory) throws Exception {
    Path template =
        Files.writeString(
            directory.resolve("pod.yaml"),
            "spec: {hostNetwork: true, serviceAccountName: a, volumes: [{name: d, hostPath: {path:"
                + " /d}}]}");
    Specs specs =
        specs(HostPathInTemplate.class)
            .set("spark.kubernetes.driver.podTemplateFile", template)
            .set(POLICY, "no-host-path,no-privileged,no-host-namespaces,keep-service-account");

    assertThat(specs.driver().pod().getSpec().getHostNetwork()).isTrue();
  }

  @Test
  void rejectsKindsThatAreNotListed() {
    assertThatThrownBy(specs(Maps.class).set(KINDS, "Service,Secret")::driver)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.maps from ")
        .hasMessageContaining(
            " creates the object ConfigMap a-map, whose kind %s does not list (Secret, Service);"
                + " change ",
            KINDS);
    assertThatThrownBy(specs(Maps.class).set(KINDS, "Secret")::executor)
        .hasMessageContaining("creates the object ConfigMap a-map");
    assertThatCode(specs(Maps.class).set(KINDS, "ConfigMap")::driver).doesNotThrowAnyException();
    assertThatCode(specs(Maps.class)::executor).doesNotThrowAnyException();
  }

  @Test
  void namesTheRulesThereAre() {
    assertThatThrownBy(specs(Maps.class).set(POLICY, "no-root")::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("no-root")
        .hasMessageContaining("no-host-path");
  }

  private static Specs specs(Class<? extends FeatureStepFactory> step) {
    return new Specs().factories(StepResultsTest.Names.class, step);
  }

  /** Does nothing that the template has not done. */
  public static final class HostPathInTemplate extends Specs.Factory {
    public HostPathInTemplate() {
      super("acme.label", () -> pod -> pod.editMetadata(m -> m.addToLabels("a", "b")));
    }
  }

  public static final class HostPath extends Specs.Factory {
    public HostPath() {
      super(
          "acme.host-path",
          () ->
              pod ->
                  pod.editSpec(
                      s ->
                          s.addNewVolume()
                              .withName("disk")
                              .withNewHostPath()
                              .withPath("/disk")
                              .endHostPath()
                              .endVolume()));
    }
  }

  public static final class HostNetwork extends Specs.Factory {
    public HostNetwork() {
      super("acme.host-network", () -> pod -> pod.editSpec(s -> s.withHostNetwork(true)));
    }
  }

  public static final class Privileged extends Specs.Factory {
    public Privileged() {
      super(
          "acme.privileged",
          () ->
              pod ->
                  pod.editContainer(
                      c -> c.withNewSecurityContext().withPrivileged(true).endSecurityContext()));
    }
  }

  public static final class Capable extends Specs.Factory {
    public Capable() {
      super(
          "acme.capable",
          () ->
              pod ->
                  pod.editSpec(
                      s ->
                          s.addNewInitContainer()
                              .withName("helper")
                              .withNewSecurityContext()
                              .withNewCapabilities()
                              .addToAdd("SYS_ADMIN", "NET_BIND_SERVICE")
                              .endCapabilities()
                              .endSecurityContext()
                              .endInitContainer()));
    }
  }

  public static final class Account extends Specs.Factory {
    public Account() {
      super("acme.account", () -> pod -> pod.editSpec(s -> s.withServiceAccountName("root")));
    }
  }

  public static final class Maps extends StepResultsTest.OneObject {
    public Maps() {
      super("acme.maps", StepResultsTest.named("a-map").build());
    }
  }
}
