// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import io.fabric8.kubernetes.client.utils.Utils;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.KeyPrefixes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;

/** Makes clients for the API server from Spark's settings. Safe for use by many threads. */
public final class KubernetesClients {
  private static final String CERTIFICATE = "podsmith.certificate";

  private KubernetesClients() {}

  /**
   * Makes a client of the submitting machine without connecting, with the credentials below {@code
   * spark.kubernetes.authenticate.submission}; see {@link #create(String, Optional, String,
   * ClientPurpose, SparkSettings, Optional)}.
   *
   * @param master the URL of the API server, with or without {@code k8s://}
   * @param namespace the client's default namespace; empty for that of the kubeconfig or pod
   * @param settings the application's settings
   */
  public static KubernetesClient forSubmission(
      String master, Optional<String> namespace, SparkSettings settings) {
    return forSubmission(master, namespace, settings, FileContents.ofPipes());
  }

  /**
   * Makes a client as {@link #forSubmission(String, Optional, SparkSettings)} does, and shares the
   * files that it reads with other readers.
   *
   * @param contents the files that were read already, to which the files read here are added
   */
  public static KubernetesClient forSubmission(
      String master, Optional<String> namespace, SparkSettings settings, FileContents contents) {
    return create(
        master,
        namespace,
        KeyPrefixes.KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX,
        ClientPurpose.SUBMISSION,
        settings,
        Optional.empty(),
        contents);
  }

  /**
   * Makes a client without connecting.
   *
   * <p>Starts from what the machine offers (the kubeconfig and its current context or {@code
   * spark.kubernetes.context}, else the service account of the pod; the environment's proxies) and
   * puts on top what the settings below {@code authPrefix} give: {@code oauthToken} or {@code
   * oauthTokenFile}, {@code clientKeyFile} with {@code clientCertFile}, and {@code caCertFile}.
   * Files with a token, or with a client certificate and its key, are read again when they change,
   * also those that the kubeconfig names, unless they are pipes; a command of the kubeconfig runs
   * again before its token expires. A token that is given explicitly also takes the place of the
   * kubeconfig's client certificate.
   *
   * <p>Nothing secret is logged. The client's threads are daemons: one that was not closed does not
   * keep the JVM alive.
   *
   * @param master the URL of the API server, with or without {@code k8s://}
   * @param namespace the client's default namespace; empty for that of the kubeconfig or pod
   * @param authPrefix for example {@code spark.kubernetes.authenticate.submission}
   * @param purpose decides on timeouts
   * @param settings the application's settings
   * @param defaultCaCert trusted where the settings name no {@code caCertFile} and the file exists
   * @throws InvalidConfigurationException for a wrong master URL, a file that is missing or is not
   *     what it should be, an unknown context, or settings that contradict each other
   */
  public static KubernetesClient create(
      String master,
      Optional<String> namespace,
      String authPrefix,
      ClientPurpose purpose,
      SparkSettings settings,
      Optional<Path> defaultCaCert) {
    return create(
        master, namespace, authPrefix, purpose, settings, defaultCaCert, FileContents.ofPipes());
  }

  /**
   * Makes a client without connecting, as {@link #create(String, Optional, String, ClientPurpose,
   * SparkSettings, Optional)} does, and shares the files that it reads with other readers.
   *
   * @param contents the files that were read already, to which the files read here are added
   */
  public static KubernetesClient create(
      String master,
      Optional<String> namespace,
      String authPrefix,
      ClientPurpose purpose,
      SparkSettings settings,
      Optional<Path> defaultCaCert,
      FileContents contents) {
    Config config =
        ClientConfig.create(
            MasterUrl.parse(master),
            namespace,
            authPrefix,
            purpose,
            settings,
            defaultCaCert,
            contents);
    try {
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientBuilderConsumer(
              http -> renewCredentials(http, config, ClientConfig.certificateFiles(config)))
          .build();
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          authPrefix,
          "cannot create a client from the settings "
              + authPrefix
              + ".*, the kubeconfig and the environment ("
              + rootCauseOf(e)
              + "); check the certificates, keys and proxies that they refer to",
          e);
    }
  }

  /** Lets a client use credentials that are renewed while it exists. */
  private static void renewCredentials(
      HttpClient.Builder http, Config config, Optional<ClientConfig.CertificatePair> pair) {
    boolean isBasic = Utils.isNotNullOrEmpty(config.getUsername());
    if (config.getOauthTokenProvider() instanceof RenewableToken token && !isBasic) {
      http.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, new TokenInterceptor(token));
    }
    if (pair.isEmpty() || config.getMasterUrl().startsWith("http:")) {
      return;
    }
    try {
      CertificateFiles.of(pair.get().certificate(), pair.get().key(), config)
          .ifPresent(
              files -> {
                http.sslContext(new KeyManager[] {files}, files.trust());
                http.addOrReplaceInterceptor(
                    CERTIFICATE, new CertificateInterceptor(files, System::nanoTime));
              });
    } catch (GeneralSecurityException | IOException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }

  /**
   * Returns the URL of the API server that the kubeconfig or the pod names, without connecting.
   *
   * @param settings may name a context
   * @throws InvalidConfigurationException if the kubeconfig cannot be used
   */
  public static String masterOfMachine(SparkSettings settings) {
    return ClientConfig.fromMachine(ClientPurpose.SUBMISSION, settings).getMasterUrl();
  }

  private static String rootCauseOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
