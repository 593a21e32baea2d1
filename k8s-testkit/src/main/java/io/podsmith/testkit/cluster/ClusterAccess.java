// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How clients connect to the API server of a cluster: as objects, settings and files. */
final class ClusterAccess {
  private static final String ADMIN = "kubernetes-admin";

  /** Generous, because the server is always reachable but the machine may be busy. */
  private static final int PATIENCE_MILLIS = 60_000;

  private final Config config;
  private final Path directory;
  private final String namespace;
  private final Optional<EmbeddedApiServer> apiServer;
  private final String caCert;
  private final String adminToken;
  private final Path caCertFile;
  private final Path tokenFile;

  private ClusterAccess(
      Config config,
      Path directory,
      String namespace,
      Optional<EmbeddedApiServer> apiServer,
      String caCert,
      String adminToken,
      Path caCertFile,
      Path tokenFile) {
    this.config = config;
    this.directory = directory;
    this.namespace = namespace;
    this.apiServer = apiServer;
    this.caCert = caCert;
    this.adminToken = adminToken;
    this.caCertFile = caCertFile;
    this.tokenFile = tokenFile;
  }

  /** Writes the credentials to a directory. */
  static ClusterAccess write(
      Path directory, Config config, String namespace, Optional<EmbeddedApiServer> apiServer)
      throws IOException {
    String adminToken =
        apiServer
            .map(server -> server.tokenFor(ADMIN))
            .orElseGet(() -> Objects.requireNonNullElse(config.getOauthToken(), ""));
    String caCert = pem(config.getCaCertData(), config.getCaCertFile());
    return new ClusterAccess(
        config,
        directory,
        namespace,
        apiServer,
        caCert,
        adminToken,
        Files.writeString(directory.resolve("ca.crt"), caCert),
        Files.writeString(directory.resolve("token"), adminToken));
  }

  private static String pem(@Nullable String data, @Nullable String file) throws IOException {
    if (data != null) {
      return data.startsWith("-----")
          ? data
          : new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }
    return file == null ? "" : Files.readString(Path.of(file));
  }

  /** Returns the certificate of the API server as PEM; empty over plain HTTP. */
  String caCert() {
    return caCert;
  }

  /**
   * Returns the token of the pod's service account; of the administrator with an existing API
   * server.
   */
  String podToken(Pod pod) {
    String account = Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
    return apiServer
        .map(server -> server.tokenForServiceAccount(pod.getMetadata().getNamespace(), account))
        .orElse(adminToken);
  }

  KubernetesClient newClient(String userAgent) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withNamespace(namespace)
                .withUserAgent(userAgent)
                .withConnectionTimeout(PATIENCE_MILLIS)
                .withRequestTimeout(PATIENCE_MILLIS)
                .build())
        .build();
  }

  String url() {
    String url = config.getMasterUrl();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  Map<String, String> sparkProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spark.master", "k8s://" + url());
    properties.put("spark.kubernetes.namespace", namespace);
    properties.put("spark.kubernetes.driver.master", url());
    String prefix = "spark.kubernetes.authenticate";
    for (String who : List.of("", ".submission")) {
      properties.put(prefix + who + ".caCertFile", caCertFile.toString());
      properties.put(prefix + who + ".oauthTokenFile", tokenFile.toString());
    }
    // The driver gets the token of its service account from its environment.
    properties.put(prefix + ".driver.mounted.caCertFile", caCertFile.toString());
    return properties;
  }

  Path kubeconfig() {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: embedded
        clusters:
        - name: embedded
          cluster:
            server: %s
            certificate-authority: %s
        users:
        - name: admin
          user:
            tokenFile: %s
        contexts:
        - name: embedded
          context:
            cluster: embedded
            user: admin
            namespace: %s
        """
            .formatted(url(), caCertFile, tokenFile, namespace);
    try {
      return Files.writeString(directory.resolve("kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the kubeconfig of the cluster", e);
    }
  }
}
