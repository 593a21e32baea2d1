// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.vault;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/**
 * Adds an init container that logs in with a token of the pod's service account and writes the
 * secrets to a volume in memory.
 *
 * <p>The token is for Vault only, expires after 10 minutes, and Spark's container does not have it.
 * The secrets are neither in etcd nor on the disk of the node.
 */
final class VaultSecretsFeatureStep implements KubernetesFeatureConfigStep {
  static final String SECRETS_DIR = "/vault/secrets";
  static final String TOKEN_DIR = "/vault/token";

  private static final String SECRETS_VOLUME = "acme-vault-secrets";
  private static final String TOKEN_VOLUME = "acme-vault-token";

  // In the environment, because a ConfigMap would be one more object for each executor.
  private static final String FETCH =
      "printf '%s' \"$AGENT_CONFIG\" > "
          + SECRETS_DIR
          + "/.agent.hcl; "
          + "exec vault agent -config="
          + SECRETS_DIR
          + "/.agent.hcl";

  private final String config;
  private final String image;

  VaultSecretsFeatureStep(String config, String image) {
    this.config = config;
    this.image = image;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(SECRETS_VOLUME)
                    .withNewEmptyDir()
                    .withMedium("Memory")
                    .withSizeLimit(new Quantity("1Mi"))
                    .endEmptyDir()
                    .endVolume()
                    .addToVolumes(token())
                    .addToInitContainers(agent()))
        .editContainer(
            spark ->
                spark
                    .addNewVolumeMount()
                    .withName(SECRETS_VOLUME)
                    .withMountPath(SECRETS_DIR)
                    .withReadOnly(true)
                    .endVolumeMount());
  }

  private static Volume token() {
    return new VolumeBuilder()
        .withName(TOKEN_VOLUME)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken("vault", 600L, "token")
        .endSource()
        .endProjected()
        .build();
  }

  private Container agent() {
    return new ContainerBuilder()
        .withName("vault-agent")
        .withImage(image)
        .withCommand("/bin/sh", "-ec", FETCH)
        .addNewEnv()
        .withName("AGENT_CONFIG")
        .withValue(config)
        .endEnv()
        .addNewVolumeMount()
        .withName(SECRETS_VOLUME)
        .withMountPath(SECRETS_DIR)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(TOKEN_VOLUME)
        .withMountPath(TOKEN_DIR)
        .withReadOnly(true)
        .endVolumeMount()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("64Mi"))
        .addToLimits("memory", new Quantity("128Mi"))
        .endResources()
        .build();
  }
}
