// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the credentials of a client come from, so that an error names what to change. Shows names
 * of settings, files and contexts and times of expiry, never a token, a key or a password.
 */
public final class Credentials {
  private static final String PROPERTY = "podsmith.credentials";
  private static final List<String> ENVIRONMENT =
      List.of(
          Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY,
          Config.KUBERNETES_CLIENT_CERTIFICATE_DATA_SYSTEM_PROPERTY,
          Config.KUBERNETES_CLIENT_CERTIFICATE_FILE_SYSTEM_PROPERTY,
          Config.KUBERNETES_AUTH_BASIC_USERNAME_SYSTEM_PROPERTY);
  private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})");

  /**
   * The origin of a client's credentials.
   *
   * @param source for example {@code the token in spark.kubernetes.authenticate.oauthToken}
   * @param remedy what to do where the API server rejects them
   */
  private record Origin(String source, String remedy) {}

  private final Config config;
  private final Optional<Origin> origin;
  private final Optional<MountedAccount> mounted;

  private Credentials(Config config, Optional<Origin> origin, Optional<MountedAccount> mounted) {
    this.config = config;
    this.origin = origin;
    this.mounted = mounted;
  }

  /** Returns what is known of the credentials of a client with this configuration. */
  public static Credentials of(Config config) {
    return config.getAdditionalProperties().get(PROPERTY) instanceof Credentials known
        ? known
        : new Credentials(config, fromMachine(config), Optional.empty());
  }

  /** Records where the credentials of a client come from that the settings gave. */
  static void recordSetting(Config config, String source, String remedy) {
    record(config, Optional.of(new Origin(source, remedy)), Optional.empty());
  }

  /**
   * Records that the settings gave no credentials to a client.
   *
   * @param mounted the service account of the pod in which this runs
   */
  static void recordMachine(Config config, Optional<MountedAccount> mounted) {
    record(config, fromMachine(config), mounted);
  }

  private static void record(
      Config config, Optional<Origin> origin, Optional<MountedAccount> mounted) {
    config.setAdditionalProperty(PROPERTY, new Credentials(config, origin, mounted));
  }

  private static Optional<Origin> fromMachine(Config config) {
    // the client library lets these override the kubeconfig and the service account
    if (ENVIRONMENT.stream().map(Utils::getSystemPropertyOrEnvVar).anyMatch(Credentials::hasText)) {
      return Optional.of(
          new Origin(
              "the credentials of the client's environment variables or system properties",
              "renew them"));
    }
    NamedContext context = config.getCurrentContext();
    if (context != null && hasAny(config)) {
      return Optional.of(
          new Origin(
              "the credentials of the kubeconfig context '%s'".formatted(context.getName()),
              "log in again, or choose another context with spark.kubernetes.context"));
    }
    if (hasText(config.getAutoOAuthToken())) {
      return Optional.of(
          new Origin(
              "the service account token in %s".formatted(MountedAccount.ofThisPod("").token()),
              "check that the service account still exists and belongs to this cluster"));
    }
    return hasAny(config)
        ? Optional.of(new Origin("the client's credentials", "renew them"))
        : Optional.empty();
  }

  private static boolean hasAny(Config config) {
    return hasText(config.getOauthToken())
        || hasText(config.getAutoOAuthToken())
        || config.getOauthTokenProvider() != null
        || Utils.isNotNullOrEmpty(config.getClientCertData())
        || Utils.isNotNullOrEmpty(config.getClientCertFile())
        || Utils.isNotNullOrEmpty(config.getUsername());
  }

  private static boolean hasText(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /**
   * Describes that the API server rejected these credentials (401, or 403 for an anonymous user).
   *
   * @param said the server's words
   * @return for example {@code rejected the token in X (Unauthorized), which expired at ...; set X
   *     to a valid token}
   */
  public String rejected(String said) {
    if (origin.isEmpty()) {
      return "accepts no anonymous requests (%s); %s".formatted(said, missing());
    }
    return "rejected %s (%s)%s; %s"
        .formatted(
            origin.get().source,
            said,
            expiredAt().map(", which expired at %s"::formatted).orElse(""),
            origin.get().remedy);
  }

  /** Describes that there are no credentials and where they were looked for. */
  private String missing() {
    return mounted
        .flatMap(MountedAccount::problem)
        .orElseGet(
            () ->
                """
                no credentials were found in spark.kubernetes.authenticate.* or the kubeconfig %s; \
                set a token, a client certificate or KUBECONFIG"""
                    .formatted(Config.getKubeconfigFilenames()));
  }

  /**
   * Describes what is missing in this pod for trusting the API server: its certificate authority is
   * mounted with the token of the service account.
   *
   * @return empty where the pod has it or the settings name another
   */
  Optional<String> missingTrust() {
    if (Utils.isNotNullOrEmpty(config.getCaCertData())
        || (Utils.isNotNullOrEmpty(config.getCaCertFile())
            && Files.isReadable(Path.of(config.getCaCertFile())))) {
      return Optional.empty();
    }
    return mounted.flatMap(
        account ->
            (origin.isEmpty() ? account.problem() : Optional.<String>empty())
                .or(account::authorityProblem));
  }

  private Optional<Instant> expiredAt() {
    return expiry().filter(Instant.now()::isAfter);
  }

  private Optional<Instant> expiry() {
    return token().map(Credentials::expiryOfToken).orElseGet(this::expiryOfCertificate);
  }

  private Optional<String> token() {
    OAuthTokenProvider provider = config.getOauthTokenProvider();
    return Optional.ofNullable(provider == null ? null : provider.getToken())
        .or(() -> Optional.ofNullable(config.getOauthToken()))
        .or(() -> Optional.ofNullable(config.getAutoOAuthToken()));
  }

  /** Reads the expiry of a JSON web token; other tokens show none. */
  static Optional<Instant> expiryOfToken(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Matcher expiry = EXPIRY.matcher(text(Base64.getUrlDecoder().decode(parts[1])));
      return expiry.find()
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(expiry.group(1))))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private Optional<Instant> expiryOfCertificate() {
    try (InputStream in = certificate()) {
      return in != null
              && CertificateFactory.getInstance("X.509").generateCertificate(in)
                  instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      return Optional.empty(); // it only adds to a message
    }
  }

  private @Nullable InputStream certificate() throws IOException {
    if (Utils.isNotNullOrEmpty(config.getClientCertData())) {
      byte[] data = Base64.getMimeDecoder().decode(config.getClientCertData());
      return new ByteArrayInputStream(data);
    }
    return Utils.isNotNullOrEmpty(config.getClientCertFile())
        ? Files.newInputStream(Path.of(config.getClientCertFile()))
        : null;
  }
}
