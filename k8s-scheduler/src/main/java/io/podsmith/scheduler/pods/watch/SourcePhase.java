// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

/** The phases of an {@link ExecutorPodSource}, whose class comment has the table of transitions. */
enum SourcePhase {
  /** Not started. */
  NEW,

  /** Allocation has begun, and the first watch is delayed until requests calm down. */
  WAITING,

  /** The first list, or the first watch with its initial events, is not complete. */
  SYNCING,

  /** The existing pods are known, and changes are watched or polled. */
  SYNCED,

  /** The store does not change any more; an open watch only records deletions. */
  STOPPED,

  /** The watch is closed. */
  CLOSED;

  boolean canBecome(SourcePhase next) {
    return switch (this) {
      case NEW -> next == WAITING || next == SYNCING || next.isStopped();
      case WAITING -> next == SYNCING || next.isStopped();
      case SYNCING -> next == SYNCED || next.isStopped();
      case SYNCED -> next.isStopped();
      case STOPPED -> next == CLOSED;
      case CLOSED -> false;
    };
  }

  boolean isStopped() {
    return this == STOPPED || this == CLOSED;
  }
}
