// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import java.util.Optional;

/** The settings that exist for drivers and executors separately. */
public record RoleKeys(
    PodRole role,
    String labels,
    String annotations,
    String environment,
    String nodeSelector,
    String secrets,
    String secretEnvironment,
    String volumes,
    ConfigEntry<Optional<String>> image,
    ConfigEntry<Optional<String>> schedulerName) {

  public static final RoleKeys DRIVER =
      new RoleKeys(
          PodRole.DRIVER,
          KeyPrefixes.KUBERNETES_DRIVER_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ENV_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX,
          PodKeys.DRIVER_CONTAINER_IMAGE,
          PodKeys.KUBERNETES_DRIVER_SCHEDULER_NAME);

  public static final RoleKeys EXECUTOR =
      new RoleKeys(
          PodRole.EXECUTOR,
          KeyPrefixes.KUBERNETES_EXECUTOR_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX,
          SparkKeys.EXECUTOR_ENV_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX,
          PodKeys.EXECUTOR_CONTAINER_IMAGE,
          PodKeys.KUBERNETES_EXECUTOR_SCHEDULER_NAME);
}
