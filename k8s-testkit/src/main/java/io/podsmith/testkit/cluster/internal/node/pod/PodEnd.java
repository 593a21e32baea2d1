// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

/**
 * Why the node ends a pod by itself.
 *
 * @param reason the reason in the pod's status
 * @param message the message in the pod's status
 * @param isDisruption whether the condition {@code DisruptionTarget} says so, too
 * @param graceSeconds how long containers may take
 */
public record PodEnd(String reason, String message, boolean isDisruption, long graceSeconds) {
  static final String EVICTED = "Evicted";
  static final String DEADLINE_EXCEEDED = "DeadlineExceeded";

  public static PodEnd evicted(String message) {
    return new PodEnd(EVICTED, message, true, 1);
  }

  public static PodEnd nodeShutdown(long graceSeconds) {
    return new PodEnd(
        "Terminated",
        "Pod was terminated in response to imminent node shutdown.",
        true,
        graceSeconds);
  }

  static PodEnd deadlineExceeded() {
    return new PodEnd(
        DEADLINE_EXCEEDED,
        "Pod was active on the node longer than the specified deadline",
        false,
        30);
  }
}
