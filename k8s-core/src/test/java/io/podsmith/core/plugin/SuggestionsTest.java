// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final Suggestions STEPS =
      Suggestions.among(List.of("acme.one", "spark.local-dirs", "acme.three", "acme.one"));

  @ParameterizedTest
  @CsvSource({
    "acme.on, acme.one",
    "acme.ones, acme.one",
    "Acme.One, acme.one",
    "acme.tree, acme.three",
    "spark.localdirs, spark.local-dirs",
    "spark.local_dir, spark.local-dirs"
  })
  void guessesTheClosestName(String written, String meant) {
    assertThat(STEPS.forName(written))
        .isEqualTo(
            "did you mean '" + meant + "'? known steps: acme.one, acme.three, spark.local-dirs");
  }

  @ParameterizedTest
  @CsvSource({"other.step", "a", "''"})
  void guessesNothingWhereNoNameIsClose(String written) {
    assertThat(STEPS.forName(written))
        .isEqualTo("known steps: acme.one, acme.three, spark.local-dirs");
  }

  @Test
  void acceptsAsManyMistakesAsAThirdOfTheName() {
    Suggestions nine = Suggestions.among(List.of("abcdefghi"));

    assertThat(nine.forName("xyzdefghi")).startsWith("did you mean 'abcdefghi'?");
    assertThat(nine.forName("xyzwefghi")).doesNotContain("did you mean");
  }

  @Test
  void saysWhereThereAreNoSteps() {
    assertThat(Suggestions.among(List.of()).forName("acme.one")).isEqualTo("known steps: none");
  }
}
