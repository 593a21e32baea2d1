// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import java.time.Duration;

/**
 * How long rejections may last, and how often a set that lacks pods is looked at.
 *
 * @param untilHopeless after which rejections by a policy, missing rights, wrong credentials or a
 *     server error end an application that never got an executor
 * @param untilLook after which the controller of a set is expected to have written down why pods
 *     are missing
 * @param lookEvery the time between two looks
 * @param untilNotice after which missing pods are logged even if no reason was found
 */
public record RejectionLimits(
    Duration untilHopeless, Duration untilLook, Duration lookEvery, Duration untilNotice) {
  public static final RejectionLimits DEFAULT =
      new RejectionLimits(
          Duration.ofMinutes(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
}
