// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.core.builder.files.SparkConfDir;
import io.podsmith.core.builder.files.SparkConfMaps;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodKeys;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ConfigMap through which executors see the driver's {@code SPARK_CONF_DIR}.
 *
 * @param name its name, unique in the namespace
 * @param files the files by name
 */
record ExecutorConfMap(String name, SortedMap<String, String> files) {
  static ExecutorConfMap load(String uniqueId, SparkSettings settings) {
    return new ExecutorConfMap(
        "spark-exec-" + uniqueId + "-conf-map",
        settings.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP)
            ? new TreeMap<>()
            : SparkConfDir.load(settings));
  }

  /** Returns the files that executors mount; what comes from {@link #data} beside them is not. */
  List<String> mountedFiles() {
    return List.copyOf(files.keySet());
  }

  /** Returns the whole ConfigMap: the files, and the namespace in the two places of upstream. */
  SortedMap<String, String> data(SparkSettings settings) {
    return SparkConfMaps.executorData(name, settings.get(ClusterKeys.KUBERNETES_NAMESPACE), files);
  }
}
