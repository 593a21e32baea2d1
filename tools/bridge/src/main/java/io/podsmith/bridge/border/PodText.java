// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

/**
 * A pod as JSON.
 *
 * @param pod the pod without Spark's container
 * @param container Spark's container
 */
public record PodText(String pod, String container) {
  /** Leaves the texts out, which may contain secrets. */
  @Override
  public String toString() {
    return "PodText";
  }
}
