// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.SparkSettings;
import java.util.HashMap;
import java.util.Map;

/** Finds all settings behind a view, for contracts that give steps all of them. */
public final class ViewSettings {
  private static final String PREFIX = "spark.";

  private ViewSettings() {}

  /** Returns the settings behind a view. None counts as read by the step that has the view. */
  public static SparkSettings of(KubernetesConf conf) {
    if (conf instanceof PodConf pod) {
      return pod.settings();
    }
    if (conf instanceof RecordedConf recorded) {
      return recorded.settings();
    }
    Map<String, String> settings = new HashMap<>();
    conf.getAllWithPrefix(PREFIX).forEach((key, value) -> settings.put(PREFIX + key, value));
    return SparkSettings.of(settings, Map.of());
  }
}
