package io.podsmith.steps.credentials;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.Constants;
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

/**
 * Brings credentials along in a secret, where the settings name any, or else sets the service
 * account.
 */
final class DriverCredentialsFeatureStep implements KubernetesFeatureConfigStep {
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
  }

  private static Optional<byte[]> read(KubernetesConf conf, Credential credential) {
    Optional<String> file = conf.get(credential.localFile());
    Optional<String> token =
        credential == Credential.OAUTH_TOKEN
            ? conf.get(StepKeys.DRIVER_OAUTH_TOKEN)
            : Optional.empty();
    if (file.isPresent() && token.isPresent()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          StepKeys.DRIVER_OAUTH_TOKEN.key(),
          StepKeys.DRIVER_OAUTH_TOKEN.key()
              + " and "
              + StepKeys.DRIVER_OAUTH_TOKEN_FILE.key()
              + " are both set but only one may be; leave one out");
    }
    return token
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .or(() -> file.map(uri -> LocalResources.read(conf, credential.localFile().key(), uri)));
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    if (!base64.isEmpty()) {
      return PodEdits.mount(
          pod,
          PodEdits.secretVolume(Constants.DRIVER_CREDENTIALS_SECRET_VOLUME_NAME, secretName),
          Constants.DRIVER_CREDENTIALS_SECRETS_BASE_DIR);
    }
    return conf.get(ConfigKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME)
        .map(
            account ->
                pod.editSpec(
                    spec -> spec.withServiceAccount(account).withServiceAccountName(account)))
        .orElse(pod);
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    // the driver's properties end up in a ConfigMap, where no token belongs
    conf.getAllWithPrefix("spark.")
        .keySet()
        .forEach(
            rest -> {
              if (rest.endsWith(ConfigKeys.OAUTH_TOKEN_CONF_SUFFIX)) {
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
