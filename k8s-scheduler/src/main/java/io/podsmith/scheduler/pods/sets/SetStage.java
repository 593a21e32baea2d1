// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

/** How far the workload of an {@link ExecutorSet} is. */
enum SetStage {
  /** Not requested, or deleted externally. */
  ABSENT,

  /** Its creation was requested; what belongs to it may be incomplete. */
  REQUESTED,

  /** The same, and a request that had no answer may have created it. */
  UNCERTAIN,

  /** It exists with all that belongs to it, and can be scaled. */
  COMPLETE;

  boolean canBecome(SetStage next) {
    return switch (this) {
      case ABSENT -> next == REQUESTED;
      case REQUESTED -> next == UNCERTAIN || next == COMPLETE;
      case UNCERTAIN -> next == COMPLETE;
      case COMPLETE -> next == ABSENT;
    };
  }
}
