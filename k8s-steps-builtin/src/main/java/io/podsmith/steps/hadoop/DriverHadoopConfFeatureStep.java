// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.steps.internal.ConfigMapFiles;
import io.podsmith.steps.internal.PodEdits;
import java.util.List;
import java.util.Map;

/** Mounts the configuration of Hadoop and tells the driver the ConfigMap, for its executors. */
record DriverHadoopConfFeatureStep(HadoopConfSource source) implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return HadoopConfMount.add(
        pod,
        source
            .files()
            .map(this::volumeOf)
            .orElseGet(
                () -> PodEdits.configMapVolume(Constants.HADOOP_CONF_VOLUME, source.configMap())));
  }

  private Volume volumeOf(ConfigMapFiles files) {
    return new VolumeBuilder()
        .withName(Constants.HADOOP_CONF_VOLUME)
        .withNewConfigMap()
        .withName(source.configMap())
        .withItems(files.items())
        .endConfigMap()
        .build();
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of(Constants.HADOOP_CONFIG_MAP_NAME, source.configMap());
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return source
        .files()
        .<List<HasMetadata>>map(files -> List.of(files.toConfigMap(source.configMap())))
        .orElse(List.of());
  }
}
