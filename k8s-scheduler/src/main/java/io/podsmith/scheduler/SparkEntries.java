// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.package$;
import scala.Option;

/** Spark's own definitions of settings that only Spark can read right. */
public final class SparkEntries {
  private static final package$ SPARK = package$.MODULE$;

  public static final ConfigEntry<Option<String>> AUTH_SECRET_FILE = SPARK.AUTH_SECRET_FILE();
  public static final ConfigEntry<Option<String>> AUTH_SECRET_FILE_EXECUTOR =
      SPARK.AUTH_SECRET_FILE_EXECUTOR();
  public static final ConfigEntry<String> DRIVER_BIND_ADDRESS = SPARK.DRIVER_BIND_ADDRESS();
  public static final ConfigEntry<String> DRIVER_HOST_ADDRESS = SPARK.DRIVER_HOST_ADDRESS();
  public static final ConfigEntry<Option<String>> EXECUTOR_JAVA_OPTIONS =
      SPARK.EXECUTOR_JAVA_OPTIONS();
  public static final ConfigEntry<Option<Object>> MIN_REGISTERED_RATIO =
      SPARK.SCHEDULER_MIN_REGISTERED_RESOURCES_RATIO();
  public static final ConfigEntry<Object> TASK_MAX_FAILURES = SPARK.TASK_MAX_FAILURES();

  private SparkEntries() {}
}
