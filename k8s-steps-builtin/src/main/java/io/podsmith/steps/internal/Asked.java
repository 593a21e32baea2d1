// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodKeys;
import java.util.List;

/** Returns whether the user asked for a step by its name. */
public final class Asked {
  private Asked() {}

  /** Looks for a step in {@code spark.kubernetes.<role>.pod.featureSteps}. */
  public static boolean byName(KubernetesConf conf, FeatureStepFactory factory) {
    ConfigEntry<List<String>> list =
        conf.role() == PodRole.DRIVER
            ? PodKeys.KUBERNETES_DRIVER_POD_FEATURE_STEPS
            : PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS;
    return conf.get(list).stream()
        .anyMatch(
            name ->
                name.equals(factory.id())
                    || name.equals(factory.getClass().getName())
                    || factory.aliases().contains(name));
  }
}
