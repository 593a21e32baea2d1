// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors name the setting or file that the rejected credentials come from. */
class CredentialsTest {
  private static final String SUBMISSION = "spark.kubernetes.authenticate.submission";
  private static final String MOUNTED = "spark.kubernetes.authenticate.driver.mounted";
  private static final String TOKEN_PROPERTY =
      Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY;
  private static final String CA_PROPERTY = Config.KUBERNETES_CA_CERTIFICATE_FILE_SYSTEM_PROPERTY;

  @TempDir Path dir;
  private final Map<String, String> given = new HashMap<>();

  @BeforeEach
  void withoutWhatThisMachineHas() {
    System.setProperty("kubeconfig", dir.resolve("none").toString());
    System.setProperty(TOKEN_PROPERTY, dir.resolve("account/token").toString());
    System.setProperty(CA_PROPERTY, dir.resolve("account/ca.crt").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("kubeconfig");
    System.clearProperty(TOKEN_PROPERTY);
    System.clearProperty(CA_PROPERTY);
    System.clearProperty(Config.KUBERNETES_SERVICE_HOST_PROPERTY);
  }

  @Test
  void namesTheSettingOfARejectedToken() {
    given.put(SUBMISSION + ".oauthToken", "hunter2");

    assertThat(unauthorized(SUBMISSION))
        .hasMessageContaining("PODSMITH-CLUSTER-002")
        .hasMessageContaining("rejected the token in " + SUBMISSION + ".oauthToken (Unauthorized);")
        .hasMessageContaining(SUBMISSION + ".oauthTokenFile")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void saysThatATokenExpired() {
    given.put(SUBMISSION + ".oauthToken", tokenThatExpires(1_700_000_000L));

    assertThat(unauthorized(SUBMISSION))
        .hasMessageContaining("(Unauthorized), which expired at 2023-11-14T22:13:20Z; set it");
  }

  @Test
  void doesNotSayThatAValidTokenExpired() {
    given.put(SUBMISSION + ".oauthToken", tokenThatExpires(99_999_999_999L));

    assertThat(unauthorized(SUBMISSION)).hasMessageNotContaining("expired");
  }

  @Test
  void toleratesTokensThatOnlyLookLikeWebTokens() {
    given.put(SUBMISSION + ".oauthToken", "a.!!!.c");

    assertThat(unauthorized(SUBMISSION)).hasMessageNotContaining("expired");
  }

  @Test
  void namesTheFileOfARejectedToken() throws IOException {
    Path file = Files.writeString(dir.resolve("my-token"), tokenThatExpires(1_700_000_000L));
    given.put(SUBMISSION + ".oauthTokenFile", file.toString());

    assertThat(unauthorized(SUBMISSION))
        .hasMessageContaining("'" + file + "' (" + SUBMISSION + ".oauthTokenFile)")
        .hasMessageContaining("expired at 2023-11-14")
        .hasMessageContaining("write a valid token to that file");
  }

  @Test
  void namesTheContextOfARejectedUser() throws IOException {
    Path kubeconfig =
        Files.writeString(
            dir.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: alice}}]
            clusters: [{name: c, cluster: {server: "https://api"}}]
            users: [{name: alice, user: {token: hunter2}}]
            """);
    System.setProperty("kubeconfig", kubeconfig.toString());

    assertThat(unauthorized(SUBMISSION))
        .hasMessageContaining("rejected the credentials of the kubeconfig context 'dev'")
        .hasMessageContaining("spark.kubernetes.context")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void saysThatThereAreNoCredentials() {
    assertThat(unauthorized(SUBMISSION))
        .hasMessageContaining("accepts no anonymous requests (Unauthorized); no credentials were");
  }

  @Test
  void takesARejectedAnonymousUserForMissingCredentials() {
    assertThat(failure(config(MOUNTED), 403, "User \"system:anonymous\" cannot get resource"))
        .hasMessageContaining("accepts no anonymous requests (User \"system:anonymous\"")
        .hasMessageContaining("no service account token is mounted in this pod")
        .hasMessageNotContaining("auth can-i");
  }

  @Test
  void saysThatNoTokenIsMountedInThePodWhereTheServerCannotBeTrustedEither() {
    assertThat(untrusted(MOUNTED))
        .hasMessageContaining("PODSMITH-CLUSTER-001")
        .hasMessageContaining("no service account token is mounted in this pod")
        .hasMessageContaining("automountServiceAccountToken is false")
        .hasMessageContaining("set it to true, or set " + MOUNTED + ".oauthTokenFile")
        .hasMessageNotContaining("PKIX");
  }

  @Test
  void saysTheSameInAPodWithADriverInClientMode() {
    System.setProperty(Config.KUBERNETES_SERVICE_HOST_PROPERTY, "10.0.0.1");

    assertThat(untrusted("spark.kubernetes.authenticate"))
        .hasMessageContaining("no service account token is mounted in this pod")
        .hasMessageContaining("set spark.kubernetes.authenticate.oauthTokenFile");
  }

  @Test
  void saysThatTheMountedTokenIsEmpty() throws IOException {
    Files.createDirectories(dir.resolve("account"));
    Path token = Files.writeString(dir.resolve("account/token"), "\n");

    assertThat(untrusted(MOUNTED)).hasMessageContaining("token " + token + " is empty");
  }

  @Test
  void saysThatTheMountedAuthorityIsMissing() throws IOException {
    Files.createDirectories(dir.resolve("account"));
    Files.writeString(dir.resolve("account/token"), "hunter2");

    assertThat(untrusted(MOUNTED))
        .hasMessageContaining("authority " + dir.resolve("account/ca.crt") + " is missing")
        .hasMessageContaining(MOUNTED + ".caCertFile")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void pointsAtTheCertificateOutsideOfPods() {
    assertThat(untrusted(SUBMISSION))
        .hasMessageContaining("PKIX")
        .hasMessageContaining("check the server's certificate against");
  }

  private static String tokenThatExpires(long seconds) {
    String body = "{\"sub\":\"spark\",\"exp\": %d}".formatted(seconds);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "e30." + encoder.encodeToString(body.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
  }

  private ClusterException unauthorized(String prefix) {
    return failure(config(prefix), 401, "Unauthorized");
  }

  private static ClusterException failure(Config config, int code, String message) {
    return ClusterErrors.of(
        new KubernetesClientException(
            new StatusBuilder().withCode(code).withMessage(message).build()),
        config,
        "get",
        target());
  }

  private ClusterException untrusted(String prefix) {
    return ClusterErrors.of(
        new KubernetesClientException("x", new IOException(new SSLHandshakeException("PKIX"))),
        config(prefix),
        "get",
        target());
  }

  private static ClusterErrors.Target target() {
    return ClusterErrors.Target.of(
        new PodBuilder().withNewMetadata().withName("my-driver").endMetadata().build(),
        Optional.of("jobs"));
  }

  private Config config(String prefix) {
    return ClientConfig.create(
        MasterUrl.parse("k8s://https://api:6443"),
        Optional.of("jobs"),
        prefix,
        ClientPurpose.SUBMISSION,
        SparkSettings.of(given, Map.of()),
        Optional.empty(),
        FileContents.ofAll());
  }
}
