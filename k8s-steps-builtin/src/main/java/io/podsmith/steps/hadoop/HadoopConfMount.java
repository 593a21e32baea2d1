// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.steps.internal.PodEdits;

/** What drivers and executors have in common: the folder and the variable that points at it. */
final class HadoopConfMount {
  private HadoopConfMount() {}

  static SparkPod add(SparkPod pod, Volume volume) {
    return PodEdits.setEnv(
        PodEdits.mount(pod, volume, Constants.HADOOP_CONF_DIR_PATH),
        Constants.ENV_HADOOP_CONF_DIR,
        Constants.HADOOP_CONF_DIR_PATH);
  }
}
