// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs executor management through random faults, and replays scripts that once failed. */
class SimulationTest {
  private static final long RUNS = 2_000;

  @Test
  void holdsItsPromisesWhateverTheSeed() {
    Tally tally = new Tally();
    assertThat(SimulationLane.run(1, RUNS, tally))
        .as("seeds that break a rule; replay the script with SimulationLane --script FILE")
        .isEmpty();
    assertThat(tally.runs()).isEqualTo(RUNS);
    assertThat(tally.faults()).as("faults that were injected").isGreaterThan(RUNS);
    assertThat(tally.kinds()).as("kinds of faults").hasSizeGreaterThan(60);
  }

  @Test
  void aSeedAlwaysRunsTheSame() {
    for (long seed = 1; seed <= 20; seed++) {
      Script script = Generator.script(seed);
      assertThat(Script.parse(script.toString())).isEqualTo(script);
      assertThat(Simulation.runWithJournal(script)).isEqualTo(Simulation.runWithJournal(script));
    }
  }
}
