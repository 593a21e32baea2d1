// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.StepKeys;
import java.util.Optional;

/**
 * Mounts the driver's {@code krb5.conf} into executors. They have delegation tokens and never talk
 * to the KDC, but with the Hadoop configuration of a secure cluster, Hadoop does not start without
 * the name of the realm.
 */
record ExecutorKrb5ConfFeatureStep(Volume volume) implements KubernetesFeatureConfigStep {
  /** Returns the step; empty if no ConfigMap with the file is known. */
  static Optional<KubernetesFeatureConfigStep> of(KubernetesConf conf) {
    return createdFromFile(conf)
        .or(
            () ->
                conf.get(PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP)
                    .map(name -> PodEdits.configMapVolume(Constants.KRB_FILE_VOLUME, name)))
        .map(ExecutorKrb5ConfFeatureStep::new);
  }

  /** The submission creates a ConfigMap. In client mode, there is none. */
  private static Optional<Volume> createdFromFile(KubernetesConf conf) {
    return conf.get(PodKeys.KUBERNETES_KERBEROS_KRB5_FILE)
        .map(LocalResources::fileName)
        .flatMap(
            key ->
                conf.get(StepKeys.KRB5_CONFIG_MAP_NAME)
                    .map(configMap -> Krb5Conf.volumeOf(configMap, key)));
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return Krb5ConfMount.add(pod, volume);
  }
}
