// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.core.conf.RuntimeDecorator;
import io.podsmith.core.conf.SparkRuntime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A runtime without Spark, in the name of the user as whom {@code spark-submit} would run. */
record CommandLineRuntime(SparkRuntime runtime, String currentUser) implements RuntimeDecorator {
  /**
   * Returns the user whom Spark and Hadoop take from the environment and from {@code --proxy-user}.
   */
  static String userOf(Map<String, String> environment, @Nullable String proxyUser) {
    return Optional.ofNullable(environment.get("SPARK_USER"))
        .or(() -> Optional.ofNullable(proxyUser))
        .or(() -> Optional.ofNullable(environment.get("HADOOP_USER_NAME")))
        .orElseGet(() -> System.getProperty("user.name"));
  }
}
