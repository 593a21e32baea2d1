// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import org.apiguardian.api.API;

/**
 * The role of a pod in a Spark application.
 *
 * <p>Expect more constants in later minor versions: a {@code switch} over this type needs a {@code
 * default} branch.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum PodRole {
  /** The pod that runs the application's main program; label {@code spark-role=driver}. */
  DRIVER("driver"),
  /** A pod that runs tasks; label {@code spark-role=executor}. */
  EXECUTOR("executor");

  private final String label;

  PodRole(String label) {
    this.label = label;
  }

  /**
   * Returns the value of the label {@code spark-role}.
   *
   * @return {@code driver} or {@code executor}
   */
  public String label() {
    return label;
  }
}
