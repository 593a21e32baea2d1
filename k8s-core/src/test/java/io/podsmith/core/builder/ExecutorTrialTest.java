// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.StepException;
import io.podsmith.core.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures of the executor on trial are errors, and what is logged of it. */
class ExecutorTrialTest {
  @TempDir Path folder;

  private static Specs withPort(String port) {
    return new Specs().factories(NeedsPort.class).set("spark.acme.port", port);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.acme.unread, ${env:ONLY_IN_THE_DRIVER}",
    "spark.hadoop.fs.s3a.access.key, ${env:AWS_ACCESS_KEY_ID}",
    "spark.executorEnv.HOME, ${system:user.home}",
    "spark.kubernetes.executor.annotation.acme.com/price, ${not a reference}"
  })
  void aReferenceThatNothingReadsDoesNotExcuseAFailure(String key, String value) {
    assertThatThrownBy(() -> withPort("none").set(key, value).driver())
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.needs-port from")
        .hasMessageContaining("NumberFormatException");
  }

  @ParameterizedTest
  @CsvSource({
    "${env:ACME_PORT}, ${env:ACME_PORT}",
    "${system:acme.port}, ${system:acme.port}",
    "${spark.acme.common}, ${env:ACME_PORT}",
    "${spark.app.id}, ${spark.app.id}"
  })
  void aReferenceThatWasReadLeavesTheFailureToTheDriver(String port, String open) {
    try (Logged log = new Logged()) {
      assertThat(withPort(port).set("spark.acme.common", "${env:ACME_PORT}").driver()).isNotNull();
      assertThat(log.text())
          .contains("Cannot build an executor pod on this machine (")
          .contains("the driver will try again, where " + open + " may be something else");
    }
  }

  @Test
  void aReferenceToASettingThatExistsIsTheSameInTheDriver() {
    assertThatThrownBy(
            () -> withPort("${spark.acme.common}").set("spark.acme.common", "none").driver())
        .isInstanceOf(StepException.class);
  }

  @Test
  void readsTheTemplateOfExecutorsOnceSoThatItIsWarnedOfOnce() throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("t.yaml"),
            "kind: Pod\nspec: {containers: [{name: spark, imagge: y}]}\n");
    try (Logged log = new Logged()) {
      new Specs()
          .factories(StepResultsTest.Names.class, DriverSpecBuilderTest.TemplateCarrier.class)
          .set("spark.kubernetes.executor.podTemplateFile", template)
          .set("spark.kubernetes.executor.podTemplateContainerName", "other")
          .set("spark.kubernetes.namspace", "typo")
          .driver();
      assertThat(log.text()).containsOnlyOnce("is used as written, but check:");
      assertThat(log.text()).containsOnlyOnce("containers of that name");
      assertThat(log.text()).containsOnlyOnce("spark.kubernetes.namspace");
    }
  }

  /** A submission by Spark's own jar does not check settings. */
  @Test
  void theDriverWarnsOnceOfSettingsThatDoNotExist() {
    try (Logged log = new Logged()) {
      new Specs()
          .set("spark.kubernetes.namspace", "typo")
          .set("spark.kubernetes.submitInDriver", "true")
          .executor();
      assertThat(log.text())
          .as("in a submitted driver")
          .containsOnlyOnce("spark.kubernetes.namspace");
    }
    try (Logged log = new Logged()) {
      new Specs().set("spark.kubernetes.namspace", "typo").executor();
      assertThat(log.text()).as("in client mode").containsOnlyOnce("spark.kubernetes.namspace");
    }
  }

  /** Wants a setting to be a number, and says so in words of its own. */
  public static final class NeedsPort implements FeatureStepFactory {
    private static final ConfigEntry<String> PORT =
        ConfigEntry.key("spark.acme.port").doc("A port.").stringType().withDefault("0");

    @Override
    public String id() {
      return "acme.needs-port";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Set<PodRole> roles() {
      return EnumSet.of(PodRole.EXECUTOR);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          pod -> {
            int port = Integer.parseInt(conf.get(PORT));
            return pod.editMetadata(m -> m.addToAnnotations("port", String.valueOf(port)));
          });
    }
  }
}
