// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

import java.util.Map;

/**
 * What Spark knows about an application of either role.
 *
 * @param settings the settings of the application
 * @param sparkVersion the version of Spark, for example {@code 4.1.1}
 * @param user the user in whose name Spark runs
 * @param appId the id of the application
 * @param resourceNamePrefix how the names of the application's objects begin
 * @param files reads and uploads files that only Spark's side can reach
 */
public record SparkInput(
    Map<String, String> settings,
    String sparkVersion,
    String user,
    String appId,
    String resourceNamePrefix,
    RemoteFiles files) {
  /** Copies the settings. */
  public SparkInput {
    settings = Map.copyOf(settings);
  }

  /** Leaves the settings out, which may contain secrets. */
  @Override
  public String toString() {
    return "SparkInput{appId=%s}".formatted(appId);
  }
}
