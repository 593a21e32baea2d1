// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

/**
 * A condition of a pod that tells of trouble.
 *
 * @param type {@code PodScheduled} (where that is false), {@code DisruptionTarget} or {@code
 *     PodResizePending} (where these are true)
 * @param reason for example {@code Unschedulable}, empty if none is given
 * @param message in the words of the one who set it, empty if none
 */
public record PodCondition(String type, String reason, String message) {
  public static final String SCHEDULED = "PodScheduled";
  public static final String DISRUPTION = "DisruptionTarget";
  public static final String RESIZE_PENDING = "PodResizePending";
}
