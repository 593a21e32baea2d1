// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.features;

import org.apache.spark.deploy.k8s.KubernetesDriverConf;

/** Spark's contract of a step that receives the configuration of a driver. */
public interface KubernetesDriverCustomFeatureConfigStep extends KubernetesFeatureConfigStep {
  void init(KubernetesDriverConf conf);
}
