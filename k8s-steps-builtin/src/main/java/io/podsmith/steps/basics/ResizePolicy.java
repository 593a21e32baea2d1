// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;

/** What a container says about a change of its resources while it runs. */
final class ResizePolicy {
  private static final String RESIZE_PLUGIN =
      "org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin";

  private ResizePolicy() {}

  static boolean isAskedFor(KubernetesConf conf) {
    return conf.get(PodsmithKeys.EXECUTOR_RESIZE_POLICY)
        || conf.get(SparkKeys.PLUGINS).contains(RESIZE_PLUGIN);
  }

  /** Says that cpu and memory need no restart, unless the template says otherwise. */
  static void addTo(ContainerBuilder container) {
    for (String resource : new String[] {"cpu", "memory"}) {
      if (!container.hasMatchingResizePolicy(p -> resource.equals(p.getResourceName()))) {
        container
            .addNewResizePolicy()
            .withResourceName(resource)
            .withRestartPolicy("NotRequired")
            .endResizePolicy();
      }
    }
  }
}
