// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

/** What is known about the pod of an attempt. Changes on the attempt's request thread only. */
enum PodExistence {
  /** No request can have created it. */
  ABSENT,

  /** A request may have created it: it has to be looked up before the next request. */
  UNCERTAIN,

  /** It was looked up and does not exist, but a slow server may create it yet. */
  NOT_FOUND,

  /** It exists. */
  EXISTS;

  boolean canBecome(PodExistence next) {
    return switch (this) {
      case ABSENT -> next == UNCERTAIN || next == EXISTS;
      case UNCERTAIN -> next == ABSENT || next == NOT_FOUND || next == EXISTS;
      case NOT_FOUND -> next == UNCERTAIN || next == EXISTS;
      case EXISTS -> false;
    };
  }
}
