// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.input.DocumentLimits;
import io.podsmith.core.input.InputLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the settings of one client together: what kubeconfig, service account and environment say,
 * and Spark's settings on top of it.
 *
 * <p>What a setting gives explicitly replaces all that the kubeconfig gives for the same purpose.
 * The client would otherwise prefer certificates embedded in the kubeconfig to the files that the
 * user named, and a user and password there to the user's token.
 */
final class ClientConfig {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConfig.class);
  private static final int RETRIES = 3;
  private static final String PAIR_PROPERTY = "podsmith.certificateFiles";

  private final SparkSettings settings;
  private final String authPrefix;
  private final Config config;
  private final FileContents contents;

  private ClientConfig(
      SparkSettings settings, String authPrefix, Config config, FileContents contents) {
    this.settings = settings;
    this.authPrefix = authPrefix;
    this.config = config;
    this.contents = contents;
  }

  static Config create(
      MasterUrl master,
      Optional<String> namespace,
      String authPrefix,
      ClientPurpose purpose,
      SparkSettings settings,
      Optional<Path> defaultCaCert,
      FileContents contents) {
    Config config = fromMachine(purpose, settings);
    ClientConfig with = new ClientConfig(settings, authPrefix, config, contents);
    with.requests(purpose);
    with.token();
    with.clientCertificate();
    with.certificateAuthority(defaultCaCert);
    config.setApiVersion("v1");
    config.setMasterUrl(master.url());
    // A method reference would name the superclass, which is not public in the fabric8 of Spark
    // 4.0.
    namespace.ifPresent(name -> config.setNamespace(name));
    with.recordCredentials();
    if (settings.contains(ClusterKeys.KUBERNETES_TRUST_CERTIFICATES)) {
      boolean trustCertificates = settings.get(ClusterKeys.KUBERNETES_TRUST_CERTIFICATES);
      // The method for a Boolean does not exist in the fabric8 of Spark 4.0.
      config.setTrustCerts(trustCertificates);
    }
    if (config.isTrustCerts()) {
      LOG.warn(
          "The certificate of the API server is not verified ({} or insecure-skip-tls-verify of the"
              + " kubeconfig), so that others on the network can read and change requests; set"
              + " {}.caCertFile instead",
          ClusterKeys.KUBERNETES_TRUST_CERTIFICATES.key(),
          authPrefix);
    }
    return config;
  }

  static Config fromMachine(ClientPurpose purpose, SparkSettings settings) {
    String key = ClusterKeys.KUBERNETES_CONTEXT.key();
    Optional<String> context =
        settings.get(ClusterKeys.KUBERNETES_CONTEXT).filter(name -> !name.isEmpty());
    Config.getKubeconfigFilenames().forEach(file -> requireWithinLimits(key, file));
    Config config;
    try {
      config = Config.autoConfigure(context.orElse(null));
    } catch (RuntimeException e) { // also what the YAML parser throws
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          "the kubeconfig "
              + Config.getKubeconfigFilenames()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "); fix it, or set KUBECONFIG to another file",
          e);
    }
    context.ifPresent(name -> requireContext(name, config, purpose));
    LOG.debug(
        "Client configuration starts from {}",
        config.getCurrentContext() == null
            ? "the environment"
            : "kubeconfig context " + config.getCurrentContext().getName());
    return config;
  }

  /** A pipe is left to the client, since it can be read once only. */
  private static void requireWithinLimits(String key, String name) {
    String problem;
    try {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) {
        return;
      }
      problem =
          DocumentLimits.exceeded(new String(InputLimits.read(file), StandardCharsets.UTF_8))
              .map("it %s"::formatted)
              .orElse("");
    } catch (IOException | IllegalArgumentException e) { // nor is it a path
      problem = e.toString();
    }
    if (!problem.isEmpty()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          "the kubeconfig %s cannot be used (%s); fix it, or set KUBECONFIG to another file"
              .formatted(name, problem));
    }
  }

  private static void requireContext(String name, Config config, ClientPurpose purpose) {
    String key = ClusterKeys.KUBERNETES_CONTEXT.key();
    if (config.getContexts().isEmpty()) {
      // the setting travels into the driver's pod, where there is no kubeconfig
      if (purpose == ClientPurpose.SUBMISSION) {
        LOG.warn(
            "{} is '{}', but the kubeconfig {} does not exist; continuing without it",
            key,
            name,
            Config.getKubeconfigFilenames());
      }
      return;
    }
    if (config.getContexts().stream().noneMatch(context -> name.equals(context.getName()))) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          key,
          name,
          "a context of the kubeconfig "
              + Config.getKubeconfigFilenames()
              + ": "
              + config.getContexts().stream()
                  .map(NamedContext::getName)
                  .sorted()
                  .collect(Collectors.joining(", ")),
          "choose one of these, or remove it to use the current context");
    }
  }

  private void requests(ClientPurpose purpose) {
    config.setRequestTimeout(settings.get(purpose.requestTimeout()));
    config.setConnectionTimeout(settings.get(purpose.connectionTimeout()));
    if (!isSetByUser(Config.KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT_SYSTEM_PROPERTY)) {
      config.setRequestRetryBackoffLimit(RETRIES);
    }
    if (!isSetByUser(Config.KUBERNETES_USER_AGENT)) {
      String version = ClientConfig.class.getPackage().getImplementationVersion();
      config.setUserAgent(
          "podsmith/" + (version == null ? "dev" : version) + " " + config.getUserAgent());
    }
  }

  private static boolean isSetByUser(String property) {
    return Utils.getSystemPropertyOrEnvVar(property) != null;
  }

  private void token() {
    String valueKey = key(KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX);
    String fileKey = key(KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX);
    Optional<String> value = settings.raw(valueKey).filter(token -> !token.isBlank());
    Optional<String> file = settings.raw(fileKey);
    if (value.isPresent() && file.isPresent()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          fileKey,
          valueKey + " and " + fileKey + " are both set but only one is accepted; remove one");
    }
    if (value.isEmpty() && file.isEmpty()) {
      renewMachineToken();
      return;
    }
    // a server asks for the certificate first, so the kubeconfig's would shadow the token
    config.setClientCertFile(null);
    config.setClientCertData(null);
    config.setClientKeyFile(null);
    config.setClientKeyData(null);
    config.setUsername(null);
    config.setPassword(null);
    config.setAutoOAuthToken(null);
    config.setAuthProvider(null);
    value.ifPresent(token -> config.setOauthToken(token.trim()));
    file.ifPresent(
        path ->
            config.setOauthTokenProvider(new TokenFile(fileKey, fileKey, Path.of(path), contents)));
  }

  /**
   * Renews a token that the kubeconfig or the pod gives. Its fields for a client certificate stay:
   * a server asks for that first.
   */
  private void renewMachineToken() {
    Optional<KubeconfigUser> user = KubeconfigUser.of(config);
    if (user.isPresent()) {
      user.get()
          .tokenFile()
          .ifPresentOrElse(
              file -> config.setOauthTokenProvider(tokenFile(user.get(), file)),
              () -> renewByCommand(user.get()));
      return;
    }
    Path mounted = MountedAccount.ofThisPod(authPrefix).token();
    if (config.getCurrentContext() == null
        && config.getAutoOAuthToken() != null
        && !config.getAutoOAuthToken().isBlank()
        && Utils.isNullOrEmpty(config.getOauthToken())
        && Files.isReadable(mounted)) {
      config.setOauthTokenProvider(
          new TokenFile(authPrefix, "the service account token", mounted, contents));
    }
  }

  private TokenFile tokenFile(KubeconfigUser user, Path file) {
    return new TokenFile(
        ClusterKeys.KUBERNETES_CONTEXT.key(),
        "tokenFile of the user '%s' in the kubeconfig %s".formatted(user.name(), user.file()),
        file,
        contents);
  }

  /** The client library has run the command for a first token. */
  private void renewByCommand(KubeconfigUser user) {
    user.command(config)
        .filter(command -> Utils.isNotNullOrEmpty(config.getAutoOAuthToken()))
        .ifPresent(
            command ->
                config.setOauthTokenProvider(
                    new ExecToken(
                        "The command of the user '%s' in the kubeconfig %s"
                            .formatted(user.name(), user.file()),
                        config.getAutoOAuthToken(),
                        command,
                        Instant::now)));
  }

  /**
   * The files of a client certificate.
   *
   * @param certificate the certificate, and those of intermediate authorities
   * @param key its private key
   */
  record CertificatePair(Path certificate, Path key) {}

  /** Returns the files with the client certificate of a client, for reading them again. */
  static Optional<CertificatePair> certificateFiles(Config config) {
    if (config.getAdditionalProperties().get(PAIR_PROPERTY) instanceof CertificatePair pair) {
      return Optional.of(pair);
    }
    return Utils.isNullOrEmpty(config.getClientCertData())
            && Utils.isNullOrEmpty(config.getClientKeyData())
            && Utils.isNotNullOrEmpty(config.getClientCertFile())
            && Utils.isNotNullOrEmpty(config.getClientKeyFile())
        ? Optional.of(
            new CertificatePair(
                Path.of(config.getClientCertFile()), Path.of(config.getClientKeyFile())))
        : Optional.empty();
  }

  private void clientCertificate() {
    String keyKey = key(KeyPrefixes.CLIENT_KEY_FILE_CONF_SUFFIX);
    String certKey = key(KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX);
    Optional<String> keyFile = file(keyKey);
    Optional<String> certFile = file(certKey);
    if (keyFile.isEmpty() && certFile.isEmpty()) {
      return;
    }
    if (keyFile.isEmpty() || certFile.isEmpty()) {
      String given = keyFile.isPresent() ? keyKey : certKey;
      String missing = keyFile.isPresent() ? certKey : keyKey;
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          missing,
          given + " is set but " + missing + " is not; set both the key and its certificate");
    }
    String privateKey = base64(read(keyKey, Path.of(keyFile.get())));
    config.setClientKeyFile(null);
    config.setClientKeyData(privateKey);
    config.setClientKeyAlgo(Config.getKeyAlgorithm(null, privateKey));
    config.setClientCertFile(null);
    config.setClientCertData(base64(readCertificates(certKey, Path.of(certFile.get()))));
    config.setAdditionalProperty(
        PAIR_PROPERTY, new CertificatePair(Path.of(certFile.get()), Path.of(keyFile.get())));
  }

  /** An empty value counts as not set, because scripts pass it for an unset variable. */
  private Optional<String> file(String key) {
    return settings.raw(key).filter(path -> !path.isEmpty());
  }

  private void certificateAuthority(Optional<Path> defaultCaCert) {
    String caKey = key(KeyPrefixes.CA_CERT_FILE_CONF_SUFFIX);
    Optional<Path> explicit = file(caKey).map(Path::of);
    if (explicit.isPresent()) {
      config.setCaCertFile(null);
      config.setCaCertData(base64(readCertificates(caKey, explicit.get())));
      return;
    }
    defaultCaCert
        .filter(Files::isReadable)
        .ifPresent(
            file -> {
              config.setCaCertFile(file.toString());
              config.setCaCertData(null);
            });
  }

  /** Records names only, so that an error about the credentials says what to change. */
  private void recordCredentials() {
    String tokenKey = key(KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX);
    String fileKey = key(KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX);
    String certKey = key(KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX);
    if (settings.raw(tokenKey).filter(token -> !token.isBlank()).isPresent()) {
      Credentials.recordSetting(
          config,
          "the token in " + tokenKey,
          "set it to a valid token, or use %s, which is read again when the file changes"
              .formatted(fileKey));
    } else if (settings.raw(fileKey).isPresent()) {
      Credentials.recordSetting(
          config,
          "the token in the file '%s' (%s)".formatted(settings.raw(fileKey).get(), fileKey),
          "write a valid token to that file");
    } else if (file(certKey).isPresent()) {
      Credentials.recordSetting(
          config,
          "the client certificate '%s' (%s)".formatted(file(certKey).get(), certKey),
          "use a valid certificate and its key");
    } else {
      boolean isPod =
          authPrefix.equals(KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX)
              || MountedAccount.isInPod();
      Credentials.recordMachine(
          config, isPod ? Optional.of(MountedAccount.ofThisPod(authPrefix)) : Optional.empty());
    }
  }

  private String key(String suffix) {
    return authPrefix + "." + suffix;
  }

  /** The client gets the bytes, since a pipe cannot be read again. */
  private byte[] read(String key, Path file) {
    try {
      return contents.read(file);
    } catch (IOException e) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          file.toString(),
          "a file that this user may read",
          "check that it exists, and check its permissions");
    }
  }

  private byte[] readCertificates(String key, Path file) {
    byte[] content = read(key, file);
    try {
      if (!CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(content))
          .isEmpty()) {
        return content;
      }
    } catch (CertificateException e) {
      throw notCertificates(key, file, e);
    }
    throw notCertificates(key, file, null);
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static InvalidConfigurationException notCertificates(
      String key, Path file, @Nullable Exception cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        key,
        key
            + " is '"
            + file
            + "' but must contain certificates in PEM format; use a file that starts with"
            + " -----BEGIN CERTIFICATE-----",
        cause);
  }
}
