// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

/** The placeholders that Spark replaces in labels, annotations, JVM options and images. */
final class Placeholders {
  static final String EXECUTOR_ID = "{{EXECUTOR_ID}}";
  private static final String APP_ID = "{{APP_ID}}";
  private static final String SPARK_VERSION = "{{SPARK_VERSION}}";

  private Placeholders() {}

  static String withAppId(String text, String appId) {
    return text.replace(APP_ID, appId);
  }

  static String withExecutorId(String text, String executorId) {
    return text.replace(EXECUTOR_ID, executorId);
  }

  static String withSparkVersion(String text, String version) {
    return text.replace(SPARK_VERSION, version);
  }
}
