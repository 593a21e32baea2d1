// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.keys.Constants;
import java.util.List;

/** Mounts the ConfigMap with the files of the driver's {@code SPARK_CONF_DIR}. */
final class ExecutorConfFeatureStep implements KubernetesFeatureConfigStep {
  private static final int READABLE_BY_ALL = 0644;

  private final String configMap;
  private final List<KeyToPath> items;

  ExecutorConfFeatureStep(KubernetesExecutorConf conf) {
    this.configMap = conf.sparkConfMapName();
    this.items =
        conf.sparkConfFileNames().stream()
            .map(name -> new KeyToPath(name, READABLE_BY_ALL, name))
            .toList();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editContainer(
            container ->
                container
                    .addNewVolumeMount()
                    .withName(Constants.SPARK_CONF_VOLUME_EXEC)
                    .withMountPath(Constants.SPARK_CONF_DIR_INTERNAL)
                    .endVolumeMount())
        .editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(Constants.SPARK_CONF_VOLUME_EXEC)
                    .withNewConfigMap()
                    .withName(configMap)
                    .withItems(items)
                    .endConfigMap()
                    .endVolume());
  }
}
