// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.pods;

import java.util.Collection;

/** Names the gates that hold a pod back from the scheduler. */
public final class SchedulingGates {
  private static final String REASON = "SchedulingGated";

  private SchedulingGates() {}

  /**
   * Completes the message of the condition {@code PodScheduled}, which does not name the gates.
   *
   * @param reason the reason of the condition
   * @param message its message
   * @param gates the names in {@code spec.schedulingGates}
   * @return the message, with the names if gates are the reason
   */
  public static String name(String reason, String message, Collection<String> gates) {
    if (!reason.equals(REASON) || gates.isEmpty()) {
      return message;
    }
    return "%s: %s".formatted(message, String.join(", ", gates));
  }
}
