// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.direct.DirectAllocator;
import io.podsmith.scheduler.pods.direct.StartHealth;
import io.podsmith.scheduler.pods.lifecycle.ExecutorLifecycle;
import io.podsmith.scheduler.pods.lifecycle.FailingNodes;
import io.podsmith.scheduler.pods.lifecycle.PodLabels;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
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
  private static final List<Class<?>> LOGGING =
      List.of(
          DirectAllocator.class,
          ExecutorLifecycle.class,
          ExecutorPodSource.class,
          FailingNodes.class,
          PodLabels.class,
          StartHealth.class);

  /** What a script expects holds, and so does all else. */
  @ParameterizedTest
  @MethodSource("scenarios")
  void replaysScenarios(Path file) throws IOException {
    Script script = Script.parse(Files.readString(file));
    try (LogLines log = new LogLines(LOGGING.toArray(Class<?>[]::new))) {
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
