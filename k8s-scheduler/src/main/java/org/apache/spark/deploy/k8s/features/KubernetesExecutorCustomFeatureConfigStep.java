// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.features;

import org.apache.spark.deploy.k8s.KubernetesExecutorConf;

/** Spark's contract of a step that receives the configuration of an executor. */
public interface KubernetesExecutorCustomFeatureConfigStep extends KubernetesFeatureConfigStep {
  void init(KubernetesExecutorConf conf);
}
