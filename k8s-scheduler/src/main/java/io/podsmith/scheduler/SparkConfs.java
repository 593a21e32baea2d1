// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.apache.spark.SparkConf;

/** Spark's settings as the engine takes them, and back. */
public final class SparkConfs {
  private SparkConfs() {}

  /** Reads the settings of an application, and the environment of this process. */
  public static SparkSettings settings(SparkConf conf) {
    return SparkSettings.of(ScalaInterop.map(conf.getAll()), System.getenv());
  }

  public static SparkConf conf(SparkSettings settings) {
    SparkConf conf = new SparkConf(false);
    for (Map.Entry<String, String> setting : settings.asMap().entrySet()) {
      conf.set(setting.getKey(), setting.getValue());
    }
    return conf;
  }
}
