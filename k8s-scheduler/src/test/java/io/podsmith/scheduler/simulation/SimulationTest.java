// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs executor management through random faults. {@code .ci/simulation} sets the properties {@code
 * podsmith.simulation.runs}, {@code .seed} and {@code .script}, and prints the reports.
 */
class SimulationTest {
  private static final String SCRIPT = "podsmith.simulation.script";
  private static final long RUNS = Long.getLong("podsmith.simulation.runs", 2_000);
  private static final long FIRST_SEED = Long.getLong("podsmith.simulation.seed", 1);
  private static final Path REPORTS = Path.of("target", "simulation");

  private static void report(String file, String text) throws IOException {
    Files.createDirectories(REPORTS);
    Files.writeString(REPORTS.resolve(file), text);
  }

  @Test
  void holdsItsPromisesWhateverTheSeed() throws IOException {
    Tally tally = new Tally();
    List<String> broken = SimulationLane.run(FIRST_SEED, RUNS, tally);
    report("runs.txt", String.join("%n".formatted(), broken) + tally.text());
    assertThat(broken)
        .as("seeds that break a rule; save the script and replay it with .ci/simulation FILE")
        .isEmpty();
    assertThat(tally.runs()).isEqualTo(RUNS);
    assertThat(tally.faults()).as("faults that were injected").isGreaterThan(RUNS);
    assertThat(tally.kinds()).as("kinds of faults").hasSizeGreaterThan(RUNS < 1_000 ? 30 : 100);
  }

  @Test
  @EnabledIfSystemProperty(named = SCRIPT, matches = ".+")
  void replaysAScript() throws IOException {
    Script script = Script.parse(Files.readString(Path.of(System.getProperty(SCRIPT))));
    Simulation.Outcome outcome = Simulation.runWithJournal(script);
    report("journal.md", outcome.table());
    assertThat(outcome.violation()).isEmpty();
  }
}
