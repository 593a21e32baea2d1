package io.podsmith.steps.secrets;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.steps.internal.PodEdits;
import java.util.Map;

/** Mounts secrets as files. */
final class MountSecretsFeatureStep implements KubernetesFeatureConfigStep {
  private final Map<String, String> pathsBySecret;

  MountSecretsFeatureStep(KubernetesConf conf) {
    this.pathsBySecret = conf.secretNamesToMountPaths();
    String prefix =
        conf.role() == PodRole.DRIVER
            ? ConfigKeys.KUBERNETES_DRIVER_SECRETS_PREFIX
            : ConfigKeys.KUBERNETES_EXECUTOR_SECRETS_PREFIX;
    pathsBySecret.forEach((secret, path) -> requirePath(prefix + secret, path));
  }

  private static void requirePath(String key, String path) {
    if (path.isBlank() || path.contains(":")) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_NOT_ACCEPTED,
          key,
          path,
          "the path at which the secret is mounted, without ':'",
          "give a path such as /etc/secrets");
    }
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod mounted = pod;
    for (Map.Entry<String, String> secret : pathsBySecret.entrySet()) {
      mounted =
          PodEdits.mount(
              mounted,
              PodEdits.secretVolume(SecretVolumeName.of(secret.getKey()), secret.getKey()),
              secret.getValue());
    }
    return mounted;
  }
}
