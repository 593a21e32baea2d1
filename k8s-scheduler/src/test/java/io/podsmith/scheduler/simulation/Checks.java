// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.Optional;

/** Collects what must not happen. The first violation ends the run. */
final class Checks {
  /**
   * A broken rule.
   *
   * @param rule its name, by which shrinking recognizes the same failure
   * @param text what happened
   */
  record Violation(String rule, String text) {}

  private final VirtualTime time;
  private final Journal journal;
  private Optional<Violation> first = Optional.empty();

  Checks(VirtualTime time, Journal journal) {
    this.time = time;
    this.journal = journal;
  }

  void violated(String rule, String text, Object... arguments) {
    if (first.isEmpty()) {
      first = Optional.of(new Violation(rule, text.formatted(arguments)));
      journal.note("VIOLATION of " + rule, text, arguments);
      time.halt();
    }
  }

  Optional<Violation> violation() {
    return first;
  }
}
