// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.template;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import java.util.List;
import java.util.Map;

/** Carries the executors' pod template in a ConfigMap and points the driver at the copy. */
final class PodTemplateFeatureStep implements KubernetesFeatureConfigStep {
  private final String configMap;
  private final String template;

  PodTemplateFeatureStep(KubernetesConf conf, String file) {
    this.configMap = conf.resourceNamePrefix() + "-" + Constants.POD_TEMPLATE_CONFIGMAP;
    this.template =
        LocalResources.readTemplate(conf, PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key(), file);
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return PodEdits.mount(
        pod,
        new VolumeBuilder()
            .withName(Constants.POD_TEMPLATE_VOLUME)
            .withNewConfigMap()
            .withName(configMap)
            .addNewItem()
            .withKey(Constants.POD_TEMPLATE_KEY)
            .withPath(Constants.EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME)
            .endItem()
            .endConfigMap()
            .build(),
        Constants.EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH);
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of(
        PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key(),
        Constants.EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH
            + "/"
            + Constants.EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME);
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(configMap)
            .endMetadata()
            .withImmutable(true)
            .withData(Map.of(Constants.POD_TEMPLATE_KEY, template))
            .build());
  }
}
