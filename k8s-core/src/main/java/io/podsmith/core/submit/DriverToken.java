// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks whether a driver will have credentials for requesting executors. */
final class DriverToken {
  private static final Logger LOG = LoggerFactory.getLogger(DriverToken.class);
  private static final String ACCOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final List<String> CREDENTIALS =
      List.of(
          KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX,
          KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX,
          KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX);

  private DriverToken() {}

  /** Logs a warning where the pod has no service account token and the settings give no other. */
  static void warnIfMissing(Pod pod, SparkSettings settings) {
    if (isMissing(pod, settings)) {
      LOG.warn(
          "The driver pod {} has automountServiceAccountToken: false and no {}.oauthTokenFile is"
              + " set, so the driver cannot request executors; set automountServiceAccountToken to"
              + " true in {}, or mount a token and set {}.oauthTokenFile and .caCertFile",
          pod.getMetadata().getName(),
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX,
          PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE.key(),
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX);
    }
  }

  static boolean isMissing(Pod pod, SparkSettings settings) {
    return Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken())
        && !isMounted(pod)
        && Stream.of(
                KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX,
                KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX)
            .flatMap(prefix -> CREDENTIALS.stream().map(suffix -> prefix + "." + suffix))
            .allMatch(key -> settings.raw(key).isEmpty());
  }

  /** A template may mount a token of its own where the client library looks for it. */
  private static boolean isMounted(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getVolumeMounts().stream())
        .anyMatch(mount -> ACCOUNT_PATH.equals(mount.getMountPath()));
  }
}
