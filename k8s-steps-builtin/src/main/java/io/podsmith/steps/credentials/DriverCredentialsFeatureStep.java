// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.StepKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the service account, and carries credentials in a Secret where the settings name any.
 *
 * <p>A file that is mounted in the driver's pod overrides its local twin, which is then neither
 * read nor carried.
 */
final class DriverCredentialsFeatureStep implements KubernetesFeatureConfigStep {
  private static final Logger LOG = LoggerFactory.getLogger(DriverCredentialsFeatureStep.class);
  private static final String REDACTED = "<present_but_redacted>";

  private final KubernetesConf conf;
  private final String secretName;
  private final Map<Credential, String> base64;

  DriverCredentialsFeatureStep(KubernetesConf conf) {
    this.conf = conf;
    this.secretName = conf.resourceNamePrefix() + "-kubernetes-credentials";
    this.base64 = new EnumMap<>(Credential.class);
    for (Credential credential : Credential.values()) {
      read(conf, credential)
          .ifPresent(bytes -> base64.put(credential, Base64.getEncoder().encodeToString(bytes)));
    }
    warnOfTwoIdentities();
  }

  private void warnOfTwoIdentities() {
    String account = ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME.key();
    if (conf.get(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME).isPresent()
        && (base64.containsKey(Credential.OAUTH_TOKEN)
            || base64.containsKey(Credential.CLIENT_KEY))) {
      LOG.warn(
          "The driver pod has the service account of {}, but the driver authenticates to the API"
              + " server with the credentials of {}.*",
          account,
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX);
    }
  }

  private static Optional<byte[]> read(KubernetesConf conf, Credential credential) {
    Optional<String> file = conf.get(credential.localFile());
    Optional<String> token =
        credential == Credential.OAUTH_TOKEN
            ? conf.get(StepKeys.DRIVER_OAUTH_TOKEN)
            : Optional.empty();
    if (conf.contains(credential.mountedFile())) {
      if (file.isPresent() || token.isPresent()) {
        LOG.warn(
            "{} has no effect, because {} refers to a file in the driver pod",
            token.isPresent() ? StepKeys.DRIVER_OAUTH_TOKEN.key() : credential.localFile().key(),
            credential.mountedFile().key());
      }
      return Optional.empty();
    }
    if (file.isPresent() && token.isPresent()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          StepKeys.DRIVER_OAUTH_TOKEN.key(),
          StepKeys.DRIVER_OAUTH_TOKEN.key()
              + " and "
              + StepKeys.DRIVER_OAUTH_TOKEN_FILE.key()
              + " are both set but only one is allowed; remove one");
    }
    token.ifPresent(DriverCredentialsFeatureStep::warnIfBoundToPod);
    return token
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .or(() -> file.map(uri -> read(conf, credential, uri)));
  }

  private static byte[] read(KubernetesConf conf, Credential credential, String uri) {
    String key = credential.localFile().key();
    byte[] content = LocalResources.read(conf, key, uri);
    if (credential == Credential.OAUTH_TOKEN) {
      PodBoundToken.podOf(content)
          .ifPresent(
              pod -> {
                throw InvalidConfigurationException.of(
                    PodsmithError.CONF_FILE,
                    key,
                    uri,
                    """
                    a token that outlives this submission, but is one of pod '%s' that becomes \
                    invalid with that pod\
                    """
                        .formatted(pod),
                    "remove it and set %s, or use a token from kubectl create token"
                        .formatted(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME.key()));
              });
    }
    return content;
  }

  /**
   * A token that is given as text reaches the driver of Spark's own jar, too, so it is accepted.
   */
  private static void warnIfBoundToPod(String token) {
    PodBoundToken.podOf(token.getBytes(StandardCharsets.UTF_8))
        .ifPresent(
            pod ->
                LOG.warn(
                    "{} is the token of pod '{}': the driver cannot create executors after that pod"
                        + " is deleted. Set {} instead",
                    StepKeys.DRIVER_OAUTH_TOKEN.key(),
                    pod,
                    ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME.key()));
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod withAccount =
        conf.get(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME)
            .map(
                account ->
                    pod.editSpec(
                        spec -> spec.withServiceAccount(account).withServiceAccountName(account)))
            .orElse(pod);
    return base64.isEmpty()
        ? withAccount
        : PodEdits.mount(
            withAccount,
            PodEdits.secretVolume(Constants.DRIVER_CREDENTIALS_SECRET_VOLUME_NAME, secretName),
            Constants.DRIVER_CREDENTIALS_SECRETS_BASE_DIR);
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    // the driver's properties end up in a ConfigMap, where no token belongs
    conf.getAllWithPrefix("spark.")
        .keySet()
        .forEach(
            rest -> {
              if (rest.endsWith(KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX)) {
                properties.put("spark." + rest, REDACTED);
              }
            });
    for (Credential credential : Credential.values()) {
      conf.get(credential.mountedFile())
          .or(
              () ->
                  base64.containsKey(credential)
                      ? Optional.of(credential.pathInPod())
                      : Optional.empty())
          .ifPresent(path -> properties.put(credential.mountedFile().key(), path));
    }
    return properties;
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    if (base64.isEmpty()) {
      return List.of();
    }
    Map<String, String> data = new LinkedHashMap<>();
    base64.forEach((credential, text) -> data.put(credential.secretItem(), text));
    return List.of(
        new SecretBuilder()
            .withNewMetadata()
            .withName(secretName)
            .endMetadata()
            .withImmutable(true)
            .withData(data)
            .build());
  }
}
