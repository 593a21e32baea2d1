// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client uses credentials that were renewed after it was made. */
@Timeout(60)
class CredentialRenewalTest {
  private static final String PREFIX = "spark.kubernetes.authenticate";
  private static final int MOST_REQUESTS = 20;
  private static final String TOKEN_PROPERTY =
      Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY;

  @TempDir Path dir;
  private final Map<String, String> given = new HashMap<>();

  /** Who sent each request. */
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private volatile String accepted = "one";
  private HttpServer server;

  @BeforeEach
  void withoutWhatThisMachineHas() {
    System.setProperty("kubeconfig", dir.resolve("none").toString());
    System.setProperty(TOKEN_PROPERTY, dir.resolve("account/token").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("kubeconfig");
    System.clearProperty(TOKEN_PROPERTY);
    if (server != null) {
      server.stop(0);
    }
  }

  private void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    start("http", exchange -> exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private interface Caller {
    String of(HttpExchange exchange) throws IOException;
  }

  private void start(String scheme, Caller caller) {
    server.createContext(
        "/",
        exchange -> {
          String sender = String.valueOf(caller.of(exchange)).replace("Bearer ", "");
          requests.add(sender);
          boolean isAccepted = sender.equals(accepted);
          byte[] body =
              (isAccepted
                      ? "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"
                      : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"Unauthorized\",\"code\":401}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          // The client must not send the next request on a connection that is being closed.
          exchange.getResponseHeaders().add("Connection", "close");
          exchange.sendResponseHeaders(isAccepted ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    given.put("spark.master", "k8s://%s://127.0.0.1:%d".formatted(scheme, port()));
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private KubernetesClient client() {
    return KubernetesClients.create(
        given.get("spark.master"),
        Optional.of("jobs"),
        PREFIX,
        ClientPurpose.DRIVER,
        SparkSettings.of(given, Map.of()),
        Optional.empty());
  }

  private static void request(KubernetesClient client) {
    assertThat(client.pods().withName("x").get()).isNotNull();
  }

  private void assertRejected(KubernetesClient client) {
    assertThatThrownBy(() -> client.pods().withName("x").get())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("Unauthorized");
  }

  private Path token(String name, String token) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, token);
  }

  private void useKubeconfig(String user) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: c, cluster: {server: "https://elsewhere"}}]
            users: [{name: me, user: %s}]
            contexts: [{name: here, context: {cluster: c, user: me}}]
            """
                .formatted(user));
    System.setProperty("kubeconfig", file.toString());
  }

  @Test
  void sendsTheTokenThatTheFileHas() throws IOException {
    serve();
    Path file = token("token", "one");
    given.put(PREFIX + ".oauthTokenFile", file.toString());
    try (KubernetesClient client = client()) {
      request(client);
      Files.writeString(file, "two");
      accepted = "two";
      request(client);
    }
    assertThat(requests).as("no request with the old token").containsExactly("one", "two");
  }

  @Test
  void readsAFileAgainThatChangedWithinOneTickOfTheClock() throws IOException {
    serve();
    Path file = token("token", "one");
    FileTime time = Files.getLastModifiedTime(file);
    given.put(PREFIX + ".oauthTokenFile", file.toString());
    try (KubernetesClient client = client()) {
      request(client);
      Files.writeString(file, "two");
      Files.setLastModifiedTime(file, time);
      accepted = "two";
      request(client);
    }
    assertThat(requests).containsExactly("one", "two");
  }

  @Test
  void readsAFileAgainOnceItsTokenIsRejected() throws IOException {
    serve();
    Path file = token("token", "one");
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);
    given.put(PREFIX + ".oauthTokenFile", file.toString());
    try (KubernetesClient client = client()) {
      request(client);
      Files.writeString(file, "two");
      Files.setLastModifiedTime(file, longAgo);
      accepted = "two";
      request(client);
    }
    assertThat(requests).containsExactly("one", "one", "two");
  }

  @Test
  void doesNotSendARejectedTokenTwice() throws IOException {
    serve();
    given.put(PREFIX + ".oauthTokenFile", token("token", "old").toString());
    try (KubernetesClient client = client()) {
      assertRejected(client);
    }
    assertThat(requests).containsExactly("old");
  }

  @Test
  void readsTheTokenFileOfAKubeconfig() throws IOException {
    serve();
    token("secrets/token", "one");
    useKubeconfig("{tokenFile: secrets/token, token: outdated}");
    try (KubernetesClient client = client()) {
      request(client);
      token("secrets/token", "two");
      accepted = "two";
      request(client);
    }
    assertThat(requests).containsExactly("one", "two");
  }

  @Test
  void rejectsAKubeconfigWhoseTokenFileIsMissing() throws IOException {
    serve();
    useKubeconfig("{tokenFile: gone}");
    assertThatThrownBy(this::client)
        .hasMessageContaining("tokenFile of the user 'me' in the kubeconfig " + dir)
        .hasMessageContaining("is '" + dir.resolve("gone") + "' but must be a readable file");
  }

  @Test
  void readsTheTokenOfTheServiceAccountAgain() throws IOException {
    serve();
    Path file = token("account/token", "one");
    try (KubernetesClient client = client()) {
      request(client);
      Files.writeString(file, "two");
      accepted = "two";
      request(client);
    }
    assertThat(requests).containsExactly("one", "two");
  }

  @Test
  void runsTheCommandOfAKubeconfigAgain() throws IOException {
    serve();
    token("current", "one");
    String script =
        """
        #!/bin/sh
        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {'
        echo '"expirationTimestamp": "2099-01-01T00:00:00Z", "token": "'"$(cat "$1")"'"}}'
        """;
    Path command = Files.writeString(dir.resolve("login"), script);
    assertThat(command.toFile().setExecutable(true)).isTrue();
    useKubeconfig(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: ['%s']}}"
            .formatted(dir.resolve("current")));
    try (KubernetesClient client = client()) {
      request(client);
      Files.writeString(command, script + "echo 'a warning, which is not part of it' >&2\n");
      token("current", "two");
      accepted = "two";
      request(client);
      request(client);
    }
    assertThat(requests).containsExactly("one", "one", "two", "two");
  }

  @Test
  void presentsAClientCertificateThatWasRenewed() throws Exception {
    KeyStore one = keys("one");
    KeyStore two = keys("two");
    serveTls(keys("localhost"));
    writePair(one);
    given.put(PREFIX + ".clientCertFile", dir.resolve("tls.crt").toString());
    given.put(PREFIX + ".clientKeyFile", dir.resolve("tls.key").toString());
    assertRenewsTheCertificate(two);
  }

  @Test
  void presentsARenewedClientCertificateOfAKubeconfig() throws Exception {
    KeyStore two = keys("two");
    serveTls(keys("localhost"));
    writePair(keys("one"));
    useKubeconfig("{client-certificate: tls.crt, client-key: tls.key}");
    assertRenewsTheCertificate(two);
  }

  /** Each connection of the pool has the old certificate until it is closed. */
  private void assertRenewsTheCertificate(KeyStore renewed) throws Exception {
    List<String> latest = List.of("two", "two", "two");
    try (KubernetesClient client = client()) {
      request(client);
      writePair(renewed);
      accepted = "two";
      for (int i = 0; i < MOST_REQUESTS && Collections.indexOfSubList(requests, latest) < 0; i++) {
        try {
          request(client);
        } catch (KubernetesClientException e) {
          assertThat(e).hasMessageContaining("Unauthorized");
        }
      }
    }
    assertThat(requests).startsWith("one", "one").endsWith("two", "two", "two");
  }

  private void serveTls(KeyStore identity) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(identity, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
    HttpsServer tls =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tls.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters each = getSSLContext().getDefaultSSLParameters();
            each.setNeedClientAuth(true);
            parameters.setSSLParameters(each);
          }
        });
    server = tls;
    start("https", exchange -> commonName((HttpsExchange) exchange));
    Path authority = dir.resolve("ca.crt");
    Files.writeString(authority, pem("CERTIFICATE", identity.getCertificate("mine").getEncoded()));
    given.put(PREFIX + ".caCertFile", authority.toString());
  }

  private static String commonName(HttpsExchange exchange) throws IOException {
    X509Certificate sent = (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
    return sent.getSubjectX500Principal().getName().replace("CN=", "");
  }

  /** Accepts every client: the test looks at the names of their certificates. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final char[] PASSWORD = "changeit".toCharArray();

  private KeyStore keys(String name) throws Exception {
    Path file = dir.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mine",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private void writePair(KeyStore store) throws Exception {
    Files.writeString(
        dir.resolve("tls.crt"), pem("CERTIFICATE", store.getCertificate("mine").getEncoded()));
    Files.writeString(
        dir.resolve("tls.key"), pem("PRIVATE KEY", store.getKey("mine", PASSWORD).getEncoded()));
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }
}
