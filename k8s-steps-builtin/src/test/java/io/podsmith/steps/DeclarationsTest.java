// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares what the built-in steps declare with {@code src/test/resources/declarations.txt}. Step
 * jars order themselves before and after these steps, and users exclude them by their aliases, so
 * each line is part of the contract. After an intended change, {@code -Dgolden.update=true} writes
 * the file.
 */
class DeclarationsTest {
  private static final Path EXPECTED = Path.of("src/test/resources/declarations.txt");

  @Test
  void declaresWhatOthersRelyOn() throws IOException {
    String declared =
        BuiltInSteps.byId().values().stream()
            .map(DeclarationsTest::text)
            .collect(Collectors.joining("\n"));

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(EXPECTED, declared);
    }
    assertThat(declared)
        .as("%s; to accept the change, run with -Dgolden.update=true", EXPECTED)
        .isEqualTo(Files.readString(EXPECTED));
  }

  private static String text(FeatureStepFactory step) {
    return """
        %s
          phase: %s
          roles: %s
          scope: %s
          before: %s
          after: %s
          aliases: %s
          settings: %s
        """
        .formatted(
            step.id(),
            step.phase(),
            list(step.roles().stream().map(PodRole::label).toList()),
            step.scope(),
            list(step.before()),
            list(step.after()),
            list(step.aliases()),
            list(step.configEntries().stream().map(ConfigEntry::key).toList()))
        .replaceAll("(?m) +$", "");
  }

  private static String list(Collection<String> names) {
    return names.stream().sorted().map("\n    - "::concat).collect(Collectors.joining());
  }
}
