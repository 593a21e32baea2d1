// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays scripts: those that say what they expect, and those named {@code found-*}, which have
 * shown errors in Podsmith.
 */
class ScenariosTest {
  private static final Path SCENARIOS = Path.of("src", "test", "resources", "simulation");

  /** The classes whose log lines scripts may expect. */
  static final List<String> LOGGING =
      Stream.of(
              "ExecutorPods",
              "allocation.AllocationProgress",
              "allocation.RefusalLog",
              "allocation.ShortfallLog",
              "direct.Attempts",
              "direct.ClaimPool",
              "direct.DirectAllocator",
              "direct.ExecutorIds",
              "direct.InheritedExecutors",
              "direct.StartHealth",
              "lifecycle.ExecutorLifecycle",
              "lifecycle.FailingNodes",
              "watch.FailureReports",
              "lifecycle.PodLabels",
              "lifecycle.StartTroubles",
              "watch.ExecutorPodSource")
          .map(name -> "io.podsmith.scheduler.pods." + name)
          .toList();

  /** What a script expects holds, and so does all else. */
  @ParameterizedTest
  @MethodSource("scenarios")
  void replaysScenarios(Path file) throws IOException {
    Script script = Script.parse(Files.readString(file));
    try (LogLines log = new LogLines(LOGGING)) {
      assertThat(Simulation.run(script, log.lines()).violation())
          .as("replay it with .ci/simulation %s", file)
          .isEmpty();
    }
  }

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      return files.sorted().toList();
    }
  }
}
