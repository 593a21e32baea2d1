// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

/** Where an attempt to create an executor is. Changes on the event loop only. */
enum AttemptStage {
  /** No request was sent. */
  NEW,

  /** A request thread has the attempt. */
  IN_FLIGHT,

  /** In its profile's queue until a pause is over. */
  INTERRUPTED,

  /** In its profile's queue until a terminating executor releases its volume claim. */
  AWAITING_CLAIM,

  /** Succeeded, rejected or given up; what it has created may still be cleaned up. */
  ENDED;

  boolean canBecome(AttemptStage next) {
    return switch (this) {
      case NEW -> next == IN_FLIGHT;
      case IN_FLIGHT -> next == INTERRUPTED || next == AWAITING_CLAIM || next == ENDED;
      case INTERRUPTED, AWAITING_CLAIM -> next == IN_FLIGHT || next == ENDED;
      case ENDED -> false;
    };
  }
}
