// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

/** Checks when what ends the application begins to delete executors. */
final class BeginOfCleanup {
  /** How long the end of the application waits for requests in flight. */
  private static final long UNTIL_QUIET = 5_000;

  private static final long SOON = 200;

  private final World world;
  private boolean hasBegun;

  BeginOfCleanup(World world) {
    this.world = world;
  }

  /**
   * What ends the application waits for requests in flight, and not longer.
   *
   * @param what the request that it sends
   * @param creates how many creates are in flight
   * @param idleSince since when the event loop has no request in flight
   */
  void check(String what, int creates, long idleSince) {
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    long now = world.time().now();
    long began = world.driver().stoppedAt();
    if (creates > 0 && now < began + UNTIL_QUIET) {
      world
          .checks()
          .violated(
              "the clean-up begins once executors are no longer requested",
              "%s, while %d are",
              what,
              creates);
    }
    long waited = now - Math.max(began, idleSince);
    if (waited > SOON) {
      world
          .checks()
          .violated("the clean-up does not wait for nothing", "%s after %d ms", what, waited);
    }
  }
}
