// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.Requirements;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Delegation tokens, from a secret that exists or fetched in the name of the user. */
final class DelegationTokens {
  private final KubernetesDriverConf conf;
  private final Optional<String> existingSecret;
  private final boolean mayFetch;

  DelegationTokens(KubernetesDriverConf conf, boolean hasKeytab) {
    Requirements.bothOrNeither(
        conf,
        PodKeys.KUBERNETES_KERBEROS_DT_SECRET_NAME,
        PodKeys.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY);
    this.conf = conf;
    this.existingSecret = conf.get(PodKeys.KUBERNETES_KERBEROS_DT_SECRET_NAME);
    // with a keytab the driver fetches its own
    this.mayFetch = !hasKeytab && existingSecret.isEmpty();
  }

  SparkPod mount(SparkPod pod) {
    Optional<String> secret = existingSecret.or(() -> fetch().map(bytes -> newSecretName()));
    if (secret.isEmpty()) {
      return pod;
    }
    String item =
        conf.get(PodKeys.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY)
            .orElse(Constants.KERBEROS_SECRET_KEY);
    return PodEdits.setEnv(
        PodEdits.mount(
            pod,
            PodEdits.secretVolume(Constants.SPARK_APP_HADOOP_SECRET_VOLUME_NAME, secret.get()),
            Constants.SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR),
        Constants.ENV_HADOOP_TOKEN_FILE_LOCATION,
        Constants.SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR + "/" + item);
  }

  Optional<HasMetadata> resource() {
    return fetch()
        .map(
            bytes ->
                new SecretBuilder()
                    .withNewMetadata()
                    .withName(newSecretName())
                    .endMetadata()
                    .withImmutable(true)
                    .withData(
                        Map.of(
                            Constants.KERBEROS_SECRET_KEY,
                            Base64.getEncoder().encodeToString(bytes)))
                    .build());
  }

  private Optional<byte[]> fetch() {
    return mayFetch ? conf.delegationTokens() : Optional.empty();
  }

  private String newSecretName() {
    return conf.resourceNamePrefix() + "-delegation-tokens";
  }
}
