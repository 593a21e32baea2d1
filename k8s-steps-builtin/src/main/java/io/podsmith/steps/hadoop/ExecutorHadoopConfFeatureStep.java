// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.steps.internal.PodEdits;

/** Mounts the ConfigMap that the driver's step made or was told of. */
record ExecutorHadoopConfFeatureStep(String configMap) implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return HadoopConfMount.add(
        pod, PodEdits.configMapVolume(Constants.HADOOP_CONF_VOLUME, configMap));
  }
}
