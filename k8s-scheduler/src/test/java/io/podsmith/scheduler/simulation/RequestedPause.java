// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.time.Duration;

/** The pause that the server requested last, as the event loop learned. */
final class RequestedPause {
  private final World world;
  private long requestedAt;
  private long until;

  RequestedPause(World world) {
    this.world = world;
  }

  /** The event loop learns that the server requests a pause. */
  void requested(Duration pause) {
    requestedAt = world.time().now();
    until = Math.max(until, requestedAt + pause.toMillis());
  }

  /**
   * Checks that a request was not decided on during the pause.
   *
   * @param decidedAt when the event loop decided on it
   */
  void check(long decidedAt, String what) {
    if (decidedAt > requestedAt && decidedAt < until) {
      world
          .checks()
          .violated(
              "a requested pause is kept", "%s was sent %d ms too early", what, until - decidedAt);
    }
  }
}
