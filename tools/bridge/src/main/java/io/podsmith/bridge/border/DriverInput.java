// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

import java.util.List;
import java.util.Optional;

/**
 * A driver that is submitted.
 *
 * @param spark what is known about any pod of the application
 * @param language {@code java}, {@code python} or {@code r}
 * @param file the application's file, empty if its classes are part of the image
 * @param mainClass the main class
 * @param args the arguments of the application
 * @param proxyUser the user that the submitter impersonates, empty if there is none
 * @param serviceName the name of the driver's Service, empty if this version of Spark does not tell
 * @param pod the pod after Spark's built-in steps
 */
public record DriverInput(
    SparkInput spark,
    String language,
    Optional<String> file,
    String mainClass,
    List<String> args,
    Optional<String> proxyUser,
    Optional<String> serviceName,
    PodText pod) {
  /** Copies the arguments. */
  public DriverInput {
    args = List.copyOf(args);
  }

  /** Leaves the arguments out, which may contain secrets. */
  @Override
  public String toString() {
    return "DriverInput{%s}".formatted(spark);
  }
}
