// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

/** The objects that must exist before the pod of an attempt. */
enum Prerequisites {
  /** None was requested, or all were deleted. */
  NONE,

  /** Some may exist. */
  STARTED,

  /** All exist. */
  COMPLETE;

  boolean canBecome(Prerequisites next) {
    return switch (this) {
      case NONE -> next == STARTED;
      case STARTED -> next == COMPLETE || next == NONE;
      case COMPLETE -> next == NONE;
    };
  }
}
