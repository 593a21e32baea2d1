// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import io.podsmith.api.conf.KubernetesConf;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ports at which drivers and executors reach each other.
 *
 * @param list the ports, separated by commas
 * @param missing properties that give executors a known port instead of a random one
 */
record SparkPorts(String list, Map<String, String> missing) {
  private static final String DRIVER = "driver.port";
  private static final String DRIVER_BLOCKS = "driver.blockManager.port";
  private static final String BLOCKS = "blockManager.port";

  /** Returns the ports that are set, and otherwise Spark's defaults on Kubernetes. */
  static SparkPorts of(KubernetesConf conf) {
    Map<String, String> set = conf.getAllWithPrefix("spark.");
    String blocks = set.getOrDefault(BLOCKS, "7079");
    String list =
        Stream.of(set.getOrDefault(DRIVER, "7078"), set.getOrDefault(DRIVER_BLOCKS, blocks), blocks)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(","));
    Map<String, String> missing = new TreeMap<>();
    if (!set.containsKey(BLOCKS)) {
      missing.put("spark." + BLOCKS, blocks);
    }
    return new SparkPorts(list, missing);
  }
}
