// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.Pipe;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigTest {
  private static final String PREFIX = "spark.kubernetes.authenticate.submission";
  private static final String AGENT_PROPERTY = Config.KUBERNETES_USER_AGENT;
  private static final String RETRY_PROPERTY = "kubernetes.request.retry.backoffLimit";

  @TempDir Path dir;
  private final Map<String, String> given = new HashMap<>();

  @BeforeEach
  void withoutTheMachinesKubeconfig() {
    System.setProperty("kubeconfig", dir.resolve("none").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("kubeconfig");
    System.clearProperty(RETRY_PROPERTY);
    System.clearProperty(AGENT_PROPERTY);
    System.clearProperty("https.proxy");
    System.clearProperty("no.proxy");
  }

  @Test
  void takesTimeoutsByPurpose() {
    given.put("spark.kubernetes.submission.requestTimeout", "1111");
    given.put("spark.kubernetes.submission.connectionTimeout", "2222");
    given.put("spark.kubernetes.driver.requestTimeout", "3333");
    given.put("spark.kubernetes.driver.connectionTimeout", "4444");

    Config submission = config();
    Config driver = config(ClientPurpose.DRIVER, Optional.empty());

    assertThat(submission.getRequestTimeout()).isEqualTo(1111);
    assertThat(submission.getConnectionTimeout()).isEqualTo(2222);
    assertThat(driver.getRequestTimeout()).isEqualTo(3333);
    assertThat(driver.getConnectionTimeout()).isEqualTo(4444);
  }

  @Test
  void retriesThreeTimesWithoutTouchingSystemProperties() {
    assertThat(config().getRequestRetryBackoffLimit()).isEqualTo(3);
    assertThat(System.getProperty(RETRY_PROPERTY))
        .as("a library must not set properties of the whole JVM")
        .isNull();
  }

  @Test
  void leavesTheRetryLimitToTheUser() {
    System.setProperty(RETRY_PROPERTY, "7");

    assertThat(config().getRequestRetryBackoffLimit()).isEqualTo(7);
  }

  @Test
  void tellsTheApiServerWhoAsks() {
    assertThat(config().getUserAgent()).startsWith("podsmith/dev ").contains("fabric8");
  }

  @Test
  void leavesTheUserAgentToTheUser() {
    System.setProperty(AGENT_PROPERTY, "acme/1");

    assertThat(config().getUserAgent()).isEqualTo("acme/1");
  }

  @Test
  void takesTheMasterAndTheNamespaceOfTheCaller() throws IOException {
    useKubeconfig();

    Config config = config();

    assertThat(config.getMasterUrl()).isEqualTo("https://api.example:6443/");
    assertThat(config.getNamespace()).isEqualTo("jobs");
  }

  @Test
  void takesTheContextThatTheUserNames() throws IOException {
    useKubeconfig();
    given.put("spark.kubernetes.context", "second");

    assertThat(config().getCurrentContext().getName()).isEqualTo("second");
    assertThat(config().getAutoOAuthToken()).isEqualTo("second-token");
  }

  @Test
  void takesAnEmptyContextForTheCurrentOne() throws IOException {
    useKubeconfig();
    given.put("spark.kubernetes.context", "");

    assertThat(config().getCurrentContext().getName()).isEqualTo("first");
  }

  @Test
  void listsTheContextsThatExistWhenOneIsUnknown() throws IOException {
    useKubeconfig();
    given.put("spark.kubernetes.context", "thrid");

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.context is 'thrid'")
        .hasMessageContaining("first, second");
  }

  @Test
  void goesOnWithoutKubeconfigInTheDriverWhereAContextIsStillSet() {
    given.put("spark.kubernetes.context", "laptop");

    assertThat(config(ClientPurpose.DRIVER, Optional.empty()).getCurrentContext()).isNull();
  }

  @Test
  void anExplicitTokenReplacesTheKubeconfigsCredentials() throws IOException {
    useKubeconfig();
    given.put(PREFIX + ".oauthToken", "explicit");

    Config config = config();

    assertThat(config.getOauthToken()).isEqualTo("explicit");
    assertThat(config.getClientCertData()).as("API servers look at the certificate first").isNull();
    assertThat(config.getUsername()).isNull();
  }

  @Test
  void refusesATokenGivenTwice() {
    given.put(PREFIX + ".oauthToken", "very-secret");
    given.put(PREFIX + ".oauthTokenFile", "/some/token");

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + ".oauthToken and " + PREFIX + ".oauthTokenFile")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void readsATokenFileAgainWhenItChanges() throws IOException {
    Path file = Files.writeString(dir.resolve("token"), "one\n");
    given.put(PREFIX + ".oauthTokenFile", file.toString());
    Config config = config();
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("one");

    Files.writeString(file, "two\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("two");
  }

  @Test
  void keepsTheLastTokenWhenTheFileGoesAway() throws IOException {
    Path file = Files.writeString(dir.resolve("token"), "one");
    given.put(PREFIX + ".oauthTokenFile", file.toString());
    Config config = config();

    Files.delete(file);

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("one");
  }

  @Test
  void refusesATokenFileThatIsMissingOrEmpty() throws IOException {
    given.put(PREFIX + ".oauthTokenFile", dir.resolve("missing").toString());
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + ".oauthTokenFile is '" + dir.resolve("missing"));

    given.put(PREFIX + ".oauthTokenFile", Files.writeString(dir.resolve("empty"), " ").toString());
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("the file is empty");
  }

  @Test
  void anExplicitAuthorityReplacesTheKubeconfigs() throws IOException {
    useKubeconfig();
    given.put(PREFIX + ".caCertFile", authority().toString());

    Config config = config();

    assertThat(config.getCaCertData())
        .as("fabric8 prefers data to a file, and a pipe cannot be read again")
        .isEqualTo(base64(authority()));
    assertThat(config.getCaCertFile()).isNull();
  }

  @Test
  void trustsTheDefaultAuthorityOnlyWhereItExists() throws IOException {
    Path authority = authority();

    Config with = config(ClientPurpose.DRIVER, Optional.of(authority));
    Config without = config(ClientPurpose.DRIVER, Optional.of(dir.resolve("none.crt")));

    assertThat(with.getCaCertFile()).isEqualTo(authority.toString());
    assertThat(without.getCaCertFile()).isNull();
  }

  @Test
  void treatsEmptyFilesAsNotSet() throws IOException {
    Path authority = authority();
    given.put(PREFIX + ".caCertFile", "");
    given.put(PREFIX + ".clientKeyFile", "");
    given.put(PREFIX + ".clientCertFile", "");

    Config config = config(ClientPurpose.DRIVER, Optional.of(authority));

    assertThat(config.getCaCertFile()).isEqualTo(authority.toString());
    assertThat(config.getCaCertData()).isNull();
    assertThat(config.getClientKeyData()).isNull();
    assertThat(config.getClientCertData()).isNull();
  }

  @Test
  void refusesAKeyWhoseCertificateIsEmpty() throws IOException {
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("key"), "k").toString());
    given.put(PREFIX + ".clientCertFile", "");

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            PREFIX + ".clientKeyFile is set but " + PREFIX + ".clientCertFile is not");
  }

  @Test
  void refusesAnAuthorityThatIsNoCertificate() throws IOException {
    given.put(
        PREFIX + ".caCertFile", Files.writeString(dir.resolve("ca"), "not a cert").toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + ".caCertFile is '" + dir.resolve("ca"))
        .hasMessageContaining("PEM");
  }

  @Test
  void refusesAKeyWithoutItsCertificate() throws IOException {
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("key"), "k").toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            PREFIX + ".clientKeyFile is set but " + PREFIX + ".clientCertFile is not");
  }

  @Test
  void refusesACertificateWithoutItsKey() throws IOException {
    given.put(PREFIX + ".clientCertFile", authority().toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            PREFIX + ".clientCertFile is set but " + PREFIX + ".clientKeyFile is not");
  }

  @Test
  void anExplicitCertificateReplacesTheKubeconfigs() throws IOException {
    useKubeconfig();
    Path key = Files.writeString(dir.resolve("key"), "-----BEGIN EC PRIVATE KEY-----\n");
    given.put(PREFIX + ".clientKeyFile", key.toString());
    given.put(PREFIX + ".clientCertFile", authority().toString());

    Config config = config();

    assertThat(config.getClientKeyData()).isEqualTo(base64(key));
    assertThat(config.getClientKeyAlgo()).isEqualTo("EC");
    assertThat(config.getClientCertData()).isEqualTo(base64(authority()));
    assertThat(config.getClientKeyFile()).isNull();
    assertThat(config.getClientCertFile()).isNull();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void takesCertificatesAndKeysThatArePipes() throws IOException {
    String authority = Files.readString(authority());
    String key = "-----BEGIN EC PRIVATE KEY-----\n";
    given.put(PREFIX + ".caCertFile", Pipe.of(dir, "ca", authority).toString());
    given.put(PREFIX + ".clientCertFile", Pipe.of(dir, "cert", authority).toString());
    given.put(PREFIX + ".clientKeyFile", Pipe.of(dir, "key", key).toString());

    Config config = config();

    assertThat(config.getCaCertData()).isEqualTo(base64(authority()));
    assertThat(config.getClientCertData()).isEqualTo(base64(authority()));
    assertThat(config.getClientKeyData())
        .isEqualTo(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
    assertThat(config.getClientKeyAlgo()).isEqualTo("EC");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readsATokenOnceThatIsAPipe() throws IOException {
    given.put(PREFIX + ".oauthTokenFile", Pipe.of(dir, "token", "secret\n").toString());

    Config config = config();

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("secret");
    assertThat(config.getOauthTokenProvider().getToken())
        .as("the time of a pipe changes when it is written")
        .isEqualTo("secret");
  }

  @Test
  void namesTheFileOfAMissingKey() throws IOException {
    given.put(PREFIX + ".clientKeyFile", dir.resolve("gone.key").toString());
    given.put(PREFIX + ".clientCertFile", authority().toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + ".clientKeyFile is '" + dir.resolve("gone.key") + "'")
        .hasMessageContaining("a file that this user may read");
  }

  @Test
  void namesTheKeyAndFileOfAMissingCertificate() throws IOException {
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("key"), "k").toString());
    given.put(PREFIX + ".clientCertFile", dir.resolve("gone.crt").toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + ".clientCertFile is '" + dir.resolve("gone.crt") + "'")
        .hasMessageContaining("a file that this user may read");
  }

  @Test
  void trustsAllCertificatesOnlyWhenAsked() {
    try (Logged log = new Logged()) {
      assertThat(config().isTrustCerts()).isFalse();
      assertThat(log.text()).doesNotContain("not verified");

      given.put("spark.kubernetes.trust.certificates", "true");

      assertThat(config().isTrustCerts()).isTrue();
      assertThat(log.text())
          .contains("The certificate of the API server is not verified")
          .contains(PREFIX + ".caCertFile");
    }
  }

  @Test
  void takesTheProxiesOfTheEnvironment() {
    System.setProperty("https.proxy", "http://proxy.example:3128");
    System.setProperty("no.proxy", "localhost,.cluster.local");

    Config config = config();

    assertThat(config.getHttpsProxy()).isEqualTo("http://proxy.example:3128");
    assertThat(config.getNoProxy()).containsExactly("localhost", ".cluster.local");
  }

  @Test
  void refusesAKubeconfigThatCannotBeRead() throws IOException {
    System.setProperty(
        "kubeconfig", Files.writeString(dir.resolve("broken"), "clusters: {{{").toString());

    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(dir.resolve("broken").toString());
  }

  private Config config() {
    return config(ClientPurpose.SUBMISSION, Optional.empty());
  }

  private Config config(ClientPurpose purpose, Optional<Path> authority) {
    return ClientConfig.create(
        MasterUrl.parse("k8s://https://api.example:6443"),
        Optional.of("jobs"),
        PREFIX,
        purpose,
        SparkSettings.of(given, Map.of()),
        authority,
        FileContents.ofAll());
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private Path authority() throws IOException {
    try (InputStream in = ClientConfigTest.class.getResourceAsStream("authority.pem")) {
      return Files.write(dir.resolve("authority.pem"), in.readAllBytes());
    }
  }

  private void useKubeconfig() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: first
            clusters:
            - {name: c, cluster: {server: "https://other:1", certificate-authority-data: Zm9v}}
            users:
            - {name: one, user: {client-certificate-data: Zm9v, client-key-data: YmFy}}
            - {name: two, user: {token: second-token}}
            contexts:
            - {name: first, context: {cluster: c, user: one, namespace: elsewhere}}
            - {name: second, context: {cluster: c, user: two}}
            """);
    System.setProperty("kubeconfig", file.toString());
  }
}
