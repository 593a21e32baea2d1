// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;

/** All settings {@code spark.kubernetes.*}. */
public final class KubernetesKeys {
  private KubernetesKeys() {}

  /**
   * Returns the entries of {@link ClusterKeys}, {@link PodKeys} and {@link ExecutorKeys}, sorted.
   */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(ClusterKeys.class, PodKeys.class, ExecutorKeys.class);
  }
}
