// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What settings give replaces all that the machine gives for the same purpose, and errors name what
 * was used.
 */
class ExplicitCredentialsTest {
  private static final String PREFIX = "spark.kubernetes.authenticate.submission";
  private static final String MOUNTED = "spark.kubernetes.authenticate.driver.mounted";
  private static final String TOKEN_FILE =
      Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY;
  private static final String AUTHORITY_FILE =
      Config.KUBERNETES_CA_CERTIFICATE_FILE_SYSTEM_PROPERTY;
  private static final String TOKEN = Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY;
  private static final String API_VERSION = Config.KUBERNETES_API_VERSION_SYSTEM_PROPERTY;

  @TempDir Path dir;
  private final Map<String, String> given = new HashMap<>();

  @BeforeEach
  void withoutWhatThisMachineHas() {
    System.setProperty("kubeconfig", dir.resolve("none").toString());
    System.setProperty(TOKEN_FILE, dir.resolve("account/token").toString());
    System.setProperty(AUTHORITY_FILE, dir.resolve("account/ca.crt").toString());
  }

  @AfterEach
  void restore() {
    for (String property :
        new String[] {"kubeconfig", TOKEN_FILE, AUTHORITY_FILE, TOKEN, API_VERSION}) {
      System.clearProperty(property);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "data", "password", "token", "provider"})
  void aTokenReplacesAllCredentialsOfTheKubeconfig(String user) throws IOException {
    useKubeconfig(user);
    given.put(PREFIX + ".oauthToken", " explicit ");

    Config config = config(PREFIX);

    assertThat(config.getOauthToken()).isEqualTo("explicit");
    assertThat(config.getClientCertFile()).isNull();
    assertThat(config.getClientCertData()).isNull();
    assertThat(config.getClientKeyFile()).isNull();
    assertThat(config.getClientKeyData()).isNull();
    assertThat(config.getUsername()).isNull();
    assertThat(config.getPassword()).isNull();
    assertThat(config.getAutoOAuthToken()).isNull();
    assertThat(config.getAuthProvider()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyTokenReplacesNothing(String empty) throws IOException {
    useKubeconfig("token");
    given.put(PREFIX + ".oauthToken", empty);

    assertThat(config(PREFIX).getAutoOAuthToken()).isEqualTo("kubeconfig-token");
    assertThat(config(PREFIX).getOauthToken()).isNull();
    assertThat(unauthorized(PREFIX))
        .hasMessageContaining("rejected the credentials of the kubeconfig context 'dev'");
  }

  @Test
  void aCertificateReplacesTheFilesOfTheKubeconfig() throws IOException {
    useKubeconfig("files");
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("my.key"), "k").toString());
    given.put(PREFIX + ".clientCertFile", resource("authority.pem").toString());

    Config config = config(PREFIX);

    assertThat(config.getClientCertFile()).isNull();
    assertThat(config.getClientKeyFile()).isNull();
    assertThat(config.getClientCertData()).isEqualTo(base64(resource("authority.pem")));
  }

  @Test
  void anAuthorityReplacesTheFileOfTheKubeconfig() throws IOException {
    System.clearProperty(AUTHORITY_FILE);
    useKubeconfig("token");
    assertThat(config(PREFIX).getCaCertFile()).endsWith("kube-ca.crt");
    given.put(PREFIX + ".caCertFile", resource("authority.pem").toString());

    assertThat(config(PREFIX).getCaCertFile()).isNull();
  }

  @Test
  void theAuthorityOfThePodReplacesThatOfTheKubeconfig() throws IOException {
    System.setProperty(
        "kubeconfig",
        Files.writeString(
                dir.resolve("config"),
                """
                apiVersion: v1
                kind: Config
                current-context: dev
                contexts: [{name: dev, context: {cluster: c}}]
                clusters:
                - {name: c, cluster: {server: "https://api", certificate-authority-data: Zm9v}}
                """)
            .toString());
    Path authority = resource("authority.pem");

    Config config = config(MOUNTED, ClientPurpose.DRIVER, Optional.of(authority));

    assertThat(config.getCaCertFile()).isEqualTo(authority.toString());
    assertThat(config.getCaCertData()).isNull();
  }

  @Test
  void usesTheApiOfThisClientWhateverTheMachineSays() {
    System.setProperty(API_VERSION, "v2");

    assertThat(config(PREFIX).getApiVersion()).isEqualTo("v1");
  }

  @ParameterizedTest
  @EnumSource(ClientPurpose.class)
  void warnsOfAContextWithoutAKubeconfigWhileSubmittingOnly(ClientPurpose purpose) {
    given.put("spark.kubernetes.context", "laptop");

    try (Logged logged = new Logged()) {
      config(PREFIX, purpose, Optional.empty());

      if (purpose == ClientPurpose.SUBMISSION) {
        assertThat(logged.text())
            .contains(
                "WARN",
                "spark.kubernetes.context is 'laptop', but the kubeconfig [%s] does not exist;"
                    .formatted(dir.resolve("none")),
                "continuing without it");
      } else {
        assertThat(logged.text())
            .as("the driver's pod has no kubeconfig")
            .doesNotContain("spark.kubernetes.context");
      }
    }
  }

  @Test
  void namesARejectedCertificateOfTheSettingsAndThatItExpired() throws IOException {
    Path certificate = resource("expired.pem");
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("my.key"), "k").toString());
    given.put(PREFIX + ".clientCertFile", certificate.toString());

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining(
            "rejected the client certificate '%s' (%s.clientCertFile) (Unauthorized), which expired"
                + " at 2024-01-02T00:00:00Z; use a valid certificate and its key",
            certificate, PREFIX);
  }

  @Test
  void doesNotSayThatAValidCertificateExpired() throws IOException {
    given.put(PREFIX + ".clientKeyFile", Files.writeString(dir.resolve("my.key"), "k").toString());
    given.put(PREFIX + ".clientCertFile", resource("authority.pem").toString());

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining("rejected the client certificate")
        .hasMessageNotContaining("expired");
  }

  @Test
  void saysThatTheCertificateFileOfTheKubeconfigExpired() throws IOException {
    Files.copy(resource("expired.pem"), dir.resolve("kube.crt"));
    useKubeconfig("files");

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining(
            "rejected the credentials of the kubeconfig context 'dev' (Unauthorized), which expired"
                + " at 2024-01-02T00:00:00Z; log in again");
  }

  @Test
  void saysNothingOfTheExpiryOfACertificateThatCannotBeRead() throws IOException {
    useKubeconfig("data");

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining(
            "the credentials of the kubeconfig context 'dev' (Unauthorized); log");
  }

  @Test
  void saysThatTheTokenOfTheKubeconfigExpired() throws IOException {
    String body = "{\"exp\":1700000000}";
    useKubeconfig("token");
    Path kubeconfig = dir.resolve("config");
    Files.writeString(
        kubeconfig,
        Files.readString(kubeconfig)
            .replace(
                "kubeconfig-token",
                "e30.%s.c2ln".formatted(Base64.getUrlEncoder().encodeToString(body.getBytes()))));

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining(
            "kubeconfig context 'dev' (Unauthorized), which expired at 2023-11-14T22:13:20Z;");
  }

  @Test
  void namesTheRejectedTokenOfAServiceAccount() throws IOException {
    Files.createDirectories(dir.resolve("account"));
    Path token = Files.writeString(dir.resolve("account/token"), "hunter2");

    assertThat(unauthorized(MOUNTED))
        .hasMessageContaining(
            "rejected the service account token in %s (Unauthorized); check that the service"
                + " account still exists and belongs to this cluster",
            token)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes.auth.token, false",
    "kubernetes.auth.token, true",
    "kubernetes.certs.client.data, false",
    "kubernetes.certs.client.file, true",
    "kubernetes.auth.basic.username, true"
  })
  void namesTheEnvironmentOfTheClientLibraryWhichOverridesTheRest(
      String property, boolean hasKubeconfig) throws IOException {
    if (hasKubeconfig) {
      useKubeconfig("token");
    }
    System.setProperty(property, "hunter2");
    try {
      assertThat(unauthorized(PREFIX))
          .hasMessageContaining(
              "rejected the credentials of the client's environment variables or system properties"
                  + " (Unauthorized); renew them")
          .hasMessageNotContaining("hunter2");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void namesNoPlaceOfCredentialsThatAProgramGave() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://api")
            .withOauthToken("hunter2")
            .build();

    assertThat(Credentials.of(config).rejected("Unauthorized"))
        .isEqualTo("rejected the client's credentials (Unauthorized); renew them");
  }

  @Test
  void doesNotNameAnEnvironmentThatIsEmpty() throws IOException {
    useKubeconfig("password");
    System.setProperty(TOKEN, " ");

    assertThat(unauthorized(PREFIX))
        .hasMessageContaining("rejected the credentials of the kubeconfig context 'dev'");
  }

  @Test
  void doesNotBlameThePodWhereTheSettingsNameAnAuthority() throws IOException {
    given.put(MOUNTED + ".caCertFile", resource("authority.pem").toString());

    assertThat(untrusted(config(MOUNTED)))
        .hasMessageContaining("PKIX")
        .hasMessageNotContaining("no service account token is mounted");
  }

  @Test
  void doesNotBlameThePodThatHasAnAuthority() throws IOException {
    Config config = config(MOUNTED, ClientPurpose.DRIVER, Optional.of(resource("authority.pem")));

    assertThat(untrusted(config))
        .hasMessageContaining("PKIX")
        .hasMessageNotContaining("no service account token is mounted");
  }

  @ParameterizedTest
  @CsvSource({"account/token, ", "my-token, tokenFile"})
  void readsTheTokenOfTheMachineAgainWhenItsFileChanges(String name, String user)
      throws IOException {
    Path token = dir.resolve(name);
    Files.createDirectories(token.getParent());
    Files.writeString(token, "one");
    if (user != null) {
      useKubeconfig(user);
    }
    Config config = config(MOUNTED, ClientPurpose.DRIVER, Optional.empty());
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("one");

    Files.writeString(token, "two");
    Files.setLastModifiedTime(token, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "token", "nobody"})
  void doesNotReadTheTokenOfThePodBesideAKubeconfig(String user) throws IOException {
    Files.createDirectories(dir.resolve("account"));
    Files.writeString(dir.resolve("account/token"), "hunter2");
    useKubeconfig(user);

    assertThat(config(MOUNTED).getOauthTokenProvider()).isNull();
  }

  @Test
  void knowsTheFilesOfACertificateThatMayBeRenewed() throws IOException {
    useKubeconfig("files");
    assertThat(ClientConfig.certificateFiles(config(PREFIX)))
        .contains(
            new ClientConfig.CertificatePair(dir.resolve("kube.crt"), dir.resolve("kube.key")));
    for (String user : new String[] {"data", "token", "certificate", "key"}) {
      useKubeconfig(user);
      assertThat(ClientConfig.certificateFiles(config(PREFIX))).as(user).isEmpty();
    }

    Path certificate = resource("authority.pem");
    Path key = Files.writeString(dir.resolve("my.key"), "k");
    given.put(PREFIX + ".clientKeyFile", key.toString());
    given.put(PREFIX + ".clientCertFile", certificate.toString());
    assertThat(ClientConfig.certificateFiles(config(PREFIX)))
        .contains(new ClientConfig.CertificatePair(certificate, key));
  }

  private ClusterException unauthorized(String prefix) {
    return failure(
        new KubernetesClientException(
            new StatusBuilder().withCode(401).withMessage("Unauthorized").build()),
        config(prefix));
  }

  private static ClusterException untrusted(Config config) {
    return failure(
        new KubernetesClientException("x", new IOException(new SSLHandshakeException("PKIX"))),
        config);
  }

  private static ClusterException failure(KubernetesClientException cause, Config config) {
    return ClusterErrors.of(
        cause,
        config,
        "get",
        ClusterErrors.Target.of(
            new PodBuilder().withNewMetadata().withName("my-driver").endMetadata().build(),
            Optional.of("jobs")));
  }

  private Config config(String prefix) {
    return config(prefix, ClientPurpose.SUBMISSION, Optional.empty());
  }

  private Config config(String prefix, ClientPurpose purpose, Optional<Path> authority) {
    return ClientConfig.create(
        MasterUrl.parse("k8s://https://api:6443"),
        Optional.of("jobs"),
        prefix,
        purpose,
        SparkSettings.of(given, Map.of()),
        authority,
        FileContents.ofAll());
  }

  private Path resource(String name) throws IOException {
    try (InputStream in = ExplicitCredentialsTest.class.getResourceAsStream(name)) {
      return Files.write(dir.resolve(name), in.readAllBytes());
    }
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private void useKubeconfig(String user) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: %s}}]
            clusters: [{name: c, cluster: {server: "https://api", certificate-authority: kube-ca.crt}}]
            users:
            - {name: files, user: {client-certificate: kube.crt, client-key: kube.key}}
            - {name: data, user: {client-certificate-data: Zm9v, client-key-data: YmFy}}
            - {name: password, user: {username: alice, password: hunter2}}
            - {name: token, user: {token: kubeconfig-token}}
            - {name: tokenFile, user: {tokenFile: my-token}}
            - {name: certificate, user: {client-certificate: kube.crt}}
            - {name: key, user: {client-key: kube.key}}
            - name: provider
              user: {auth-provider: {name: oidc, config: {id-token: kubeconfig-token}}}
            """
                .formatted(user));
    System.setProperty("kubeconfig", file.toString());
  }
}
