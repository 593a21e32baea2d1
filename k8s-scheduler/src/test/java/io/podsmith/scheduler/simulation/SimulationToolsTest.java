// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks that the simulation can be trusted: it repeats, shrinks, and notices what is broken. */
class SimulationToolsTest {
  @Test
  void aSeedAlwaysRunsTheSame() {
    for (long seed = 1; seed <= 20; seed++) {
      Script script = Generator.script(seed);
      assertThat(Script.parse(script.toString())).isEqualTo(script);
      assertThat(Simulation.runWithJournal(script)).isEqualTo(Simulation.runWithJournal(script));
    }
  }

  @Test
  void shrinksAFailureToTheStepsThatItNeeds() {
    Script broken = failing("deletes-nothing");
    Optional<String> rule =
        Simulation.run(broken, new Tally()).violation().map(Checks.Violation::rule);
    Script shrunk = Shrinker.shrink(broken, rule.orElseThrow());
    assertThat(shrunk.steps()).hasSizeLessThan(4);
    Script replayed = Script.parse(shrunk.toString());
    assertThat(Simulation.runWithJournal(replayed).table()).contains("VIOLATION of " + rule.get());
  }

  @Test
  void noticesAServerThatLosesOrDoublesPods() {
    for (String sabotage : List.of("deletes-nothing", "ends-unreported", "creates-unasked")) {
      assertThat(failing(sabotage).is("simulation." + sabotage)).isTrue();
    }
  }

  /** Returns the first script that fails with a server that does not do what it says. */
  private static Script failing(String sabotage) {
    for (long seed = 1; seed <= 50; seed++) {
      Script script = Generator.script(seed).with("simulation." + sabotage, "true");
      if (Simulation.run(script, new Tally()).violation().isPresent()) {
        return script;
      }
    }
    throw new AssertionError("no seed notices that the server " + sabotage);
  }
}
