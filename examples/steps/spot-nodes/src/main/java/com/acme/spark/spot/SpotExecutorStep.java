// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spot;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/** Prefers spot nodes. If there is none, the scheduler falls back to other nodes at once. */
final class SpotExecutorStep implements KubernetesFeatureConfigStep {
  private final String key;
  private final String value;
  private final String taint;

  SpotExecutorStep(String key, String value, String taint) {
    this.key = key;
    this.value = value;
    this.taint = taint;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
        spec ->
            spec.editOrNewAffinity()
                .editOrNewNodeAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPreference()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator("In")
                .withValues(value)
                .endMatchExpression()
                .endPreference()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .addNewToleration()
                .withKey(taint)
                .withOperator("Exists")
                .endToleration());
  }
}
