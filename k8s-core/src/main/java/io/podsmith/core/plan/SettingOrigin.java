// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

/**
 * Where a setting was set.
 *
 * @param kind the kind of place
 * @param file the properties file, or empty
 * @param line the line in it, counted from 1; 0 where unknown
 */
public record SettingOrigin(Kind kind, String file, int line) {
  /** The kinds of places. */
  public enum Kind {
    /** Nowhere: the default holds. */
    DEFAULT,
    /** An option of the command line such as {@code --conf} or {@code --name}. */
    COMMAND_LINE,
    /** A properties file. */
    PROPERTIES_FILE,
    /** A step set it for the driver. */
    DRIVER_PROPERTY,
    /** The environment of the process that builds the pod. */
    ENVIRONMENT,
    /** Given to Podsmith by Spark, which does not say from where. */
    SPARK
  }

  /** Makes an origin without a file. */
  public static SettingOrigin of(Kind kind) {
    return new SettingOrigin(kind, "", 0);
  }

  /** Returns it in few words, for example {@code spark.properties:12}. */
  public String shown() {
    return switch (kind) {
      case DEFAULT -> "default";
      case COMMAND_LINE -> "command line";
      case PROPERTIES_FILE -> line == 0 ? file : "%s:%d".formatted(file, line);
      case DRIVER_PROPERTY -> "driver-side property";
      case ENVIRONMENT -> "environment";
      case SPARK -> "set";
    };
  }
}
