// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsAndCredentialsTest {
  private static final String CREDENTIALS = "spark.driver-credentials";
  private static final String ACCOUNT = "spark.kubernetes.authenticate.driver.serviceAccountName";
  private static final String TOKEN_FILE = "spark.kubernetes.authenticate.driver.oauthTokenFile";

  @ParameterizedTest
  @ValueSource(strings = {"name", "name:", ":key", "name:key:more", ""})
  void refusesAReferenceThatIsNotNameAndKey(String reference) {
    assertRefused(
        "spark.env-secrets",
        Case.driver("spark.kubernetes.driver.secretKeyRef.PASSWORD", reference),
        PodsmithError.CONF_INVALID,
        "spark.kubernetes.driver.secretKeyRef.PASSWORD",
        "not shown",
        "<secret>:<key>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc:ro"})
  void refusesAMountPathThatKubernetesRefuses(String path) {
    assertRefused(
        "spark.mount-secrets",
        Case.executor("spark.kubernetes.executor.secrets.db", path),
        PodsmithError.CONF_INVALID,
        "spark.kubernetes.executor.secrets.db",
        "'" + path + "'");
  }

  @Test
  void keepsVolumeNamesOfLongSecretsApart() {
    String prefix = "a".repeat(70);
    SparkPod pod =
        BuiltInSteps.make(
                "spark.mount-secrets",
                Case.driver(
                    "spark.kubernetes.driver.secrets." + prefix + "-1", "/one",
                    "spark.kubernetes.driver.secrets." + prefix + "-2", "/two"))
            .configurePod(SparkPod.empty());
    assertThat(pod.pod().getSpec().getVolumes())
        .extracting(volume -> volume.getName())
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])"));
  }

  @Test
  void isNotMadeWhereNobodyAsks() {
    assertThat(BuiltInSteps.find("spark.mount-secrets", Case.driver())).isEmpty();
    assertThat(BuiltInSteps.find("spark.env-secrets", Case.executor())).isEmpty();
    assertThat(BuiltInSteps.find("spark.mount-volumes", Case.executor())).isEmpty();
    assertThat(BuiltInSteps.find("spark.pod-template", Case.driver())).isEmpty();
    assertThat(BuiltInSteps.find("spark.driver-hadoop-conf", Case.driver())).isEmpty();
    assertThat(BuiltInSteps.find("spark.executor-hadoop-conf", Case.executor())).isEmpty();
    assertThat(BuiltInSteps.find("spark.executor-credentials", Case.executor())).isEmpty();
  }

  @Test
  void refusesATokenGivenTwice() {
    assertRefused(
        CREDENTIALS,
        Case.driver(
            "spark.kubernetes.authenticate.driver.oauthToken", "s3cret",
            "spark.kubernetes.authenticate.driver.oauthTokenFile", "/etc/token"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.authenticate.driver.oauthToken",
        "only one");
  }

  @Test
  void neverShowsATokenInAnError() {
    assertThatThrownBy(
            () ->
                BuiltInSteps.find(
                    CREDENTIALS,
                    Case.driver(
                        "spark.kubernetes.authenticate.driver.oauthToken", "s3cret",
                        "spark.kubernetes.authenticate.driver.oauthTokenFile", "/etc/token")))
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void neverHandsATokenToThePropertiesOfTheDriver() {
    assertThat(
            BuiltInSteps.make(
                    CREDENTIALS,
                    Case.driver(
                        "spark.kubernetes.authenticate.driver.oauthToken", "s3cret",
                        "spark.kubernetes.authenticate.oauthToken", "s3cret",
                        "spark.acme.oauthToken", "s3cret"))
                .getAdditionalPodSystemProperties())
        .containsEntry("spark.acme.oauthToken", "<present_but_redacted>")
        .containsEntry("spark.kubernetes.authenticate.oauthToken", "<present_but_redacted>")
        .doesNotContainValue("s3cret");
  }

  @Test
  void refusesACertificateThatIsNotThere() {
    assertRefused(
        CREDENTIALS,
        Case.driver("spark.kubernetes.authenticate.driver.caCertFile", "/nowhere/ca.pem"),
        PodsmithError.CONF_FILE,
        "spark.kubernetes.authenticate.driver.caCertFile",
        "'/nowhere/ca.pem'",
        "exists");
  }

  @Test
  void leavesTheServiceAccountOfTheTemplate() {
    SparkPod template = SparkPod.empty().editSpec(s -> s.withServiceAccountName("of-template"));
    assertThat(
            BuiltInSteps.make(
                    "spark.executor-credentials",
                    Case.executor(
                        "spark.kubernetes.authenticate.executor.serviceAccountName", "of-settings"))
                .configurePod(template))
        .isEqualTo(template);
  }

  @Test
  void keepsTheServiceAccountBesideATokenFile(@TempDir Path dir) throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "opaque");
    KubernetesFeatureConfigStep step =
        BuiltInSteps.make(CREDENTIALS, Case.driver(ACCOUNT, "spark", TOKEN_FILE, token.toString()));

    assertThat(step.configurePod(SparkPod.empty()).pod().getSpec().getServiceAccountName())
        .isEqualTo("spark");
    assertThat(step.getAdditionalKubernetesResources()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oauthTokenFile", "clientKeyFile", "clientCertFile", "caCertFile"})
  void carriesNothingThatIsMountedAnyway(String credential) {
    String local = "spark.kubernetes.authenticate.driver." + credential;
    String mounted = "spark.kubernetes.authenticate.driver.mounted." + credential;
    KubernetesFeatureConfigStep step =
        BuiltInSteps.make(
            CREDENTIALS, Case.driver(ACCOUNT, "spark", local, "/nowhere", mounted, "/mnt/it"));

    assertThat(step.getAdditionalKubernetesResources()).isEmpty();
    assertThat(step.getAdditionalPodSystemProperties()).containsEntry(mounted, "/mnt/it");
    assertThat(step.configurePod(SparkPod.empty()).pod().getSpec())
        .satisfies(spec -> assertThat(spec.getVolumes()).isEmpty())
        .extracting(spec -> spec.getServiceAccountName())
        .isEqualTo("spark");
  }

  @Test
  void rejectsTheTokenOfAPod(@TempDir Path dir) throws IOException {
    Path token = Files.writeString(dir.resolve("token"), tokenWith("{\"pod\":{\"name\":\"p-0\"}}"));

    assertRefused(
        CREDENTIALS,
        Case.driver(ACCOUNT, "spark", TOKEN_FILE, token.toString()),
        PodsmithError.CONF_FILE,
        TOKEN_FILE,
        "is one of pod 'p-0'",
        ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"serviceaccount\":{\"name\":\"spark\"}}", "7", "{\"pod\":7}"})
  void acceptsTokensThatBelongToNoPod(String claim, @TempDir Path dir) throws IOException {
    Path token = Files.writeString(dir.resolve("token"), tokenWith(claim));

    assertThat(BuiltInSteps.find(CREDENTIALS, Case.driver(TOKEN_FILE, token.toString())))
        .isPresent();
  }

  private static String tokenWith(String claim) {
    String payload = "{\"kubernetes.io\":" + claim + "}";
    return "e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8))
        + ".c2ln";
  }
}
