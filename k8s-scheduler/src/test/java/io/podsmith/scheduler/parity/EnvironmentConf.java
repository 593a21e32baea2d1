// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Spark's settings together with an environment that is not that of the process. */
public final class EnvironmentConf extends SparkConf {
  private static final long serialVersionUID = 1L;

  private final Map<String, String> environment;

  /** Holds settings and variables. */
  public EnvironmentConf(Map<String, String> settings, Map<String, String> environment) {
    super(false);
    this.environment = Map.copyOf(environment);
    settings.forEach(this::set);
  }

  @Override
  public String getenv(String name) {
    return environment.get(name);
  }

  @Override
  public SparkConf clone() {
    EnvironmentConf copy = new EnvironmentConf(Map.of(), environment);
    for (Tuple2<String, String> setting : getAll()) {
      copy.set(setting._1(), setting._2());
    }
    return copy;
  }
}
