// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs many seeds and prints the sums: {@code SimulationLane [RUNS [SEED]]}. */
final class SimulationLane {
  private static final int MOST_FAILURES = 10;

  /** Whether the first failure is enough, as for a mutant. It is not shrunk. */
  private static final String QUICK = "podsmith.simulation.quick";

  private SimulationLane() {}

  /**
   * Runs seeds one after the other.
   *
   * @return a report of each seed that breaks a rule, ten at most
   */
  static List<String> run(long first, long runs, Tally tally) {
    List<String> reports = new ArrayList<>();
    boolean isQuick = Boolean.getBoolean(QUICK);
    for (long seed = first;
        seed < first + runs && reports.size() < (isQuick ? 1 : MOST_FAILURES);
        seed++) {
      Script script = Generator.script(seed);
      Optional<Checks.Violation> violation = Simulation.run(script, tally).violation();
      if (violation.isPresent()) {
        reports.add(isQuick ? violation.get().toString() : report(script, violation.get()));
      }
    }
    return reports;
  }

  private static String report(Script script, Checks.Violation violation) {
    Script shrunk = Shrinker.shrink(script, violation.rule());
    return "Seed %d breaks the rule: %s (%s)%n%nShrunk script:%n%s%n%s"
        .formatted(
            script.seed(),
            violation.rule(),
            violation.text(),
            shrunk,
            Simulation.runWithJournal(shrunk).table());
  }

  public static void main(String[] arguments) {
    long runs = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Tally tally = new Tally();
    long began = System.nanoTime();
    List<String> reports = run(first, runs, tally);
    reports.forEach(System.out::println);
    System.out.println(tally.text());
    System.out.printf("seconds %.1f%n", (System.nanoTime() - began) / 1e9);
    System.exit(reports.isEmpty() ? 0 : 1);
  }
}
