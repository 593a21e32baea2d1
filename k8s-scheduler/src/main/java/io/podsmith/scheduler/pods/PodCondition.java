package io.podsmith.scheduler.pods;

/**
 * A condition of a pod that tells of trouble.
 *
 * @param type {@code PodScheduled} (where that is false), {@code DisruptionTarget} or {@code
 *     PodResizePending} (where these are true)
 * @param reason for example {@code Unschedulable}, empty if none is given
 * @param message in the words of the one who set it, empty if none
 */
record PodCondition(String type, String reason, String message) {
  static final String SCHEDULED = "PodScheduled";
  static final String DISRUPTION = "DisruptionTarget";
  static final String RESIZE_PENDING = "PodResizePending";
}
