// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PodsmithException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SubmissionResultTest {
  @Test
  void endsTheProcessAsTheDriverEnded() {
    assertThat(result(OptionalInt.of(0), "").processExitCode()).isZero();
    assertThat(result(OptionalInt.of(137), "killed").processExitCode()).isEqualTo(137);
  }

  @Test
  void endsTheProcessWithOneWhereAFailureHasNoCodeOfItsOwn() {
    assertThat(result(OptionalInt.empty(), "evicted").processExitCode()).isEqualTo(1);
    assertThat(result(OptionalInt.of(0), "deleted").processExitCode()).isEqualTo(1);
  }

  @Test
  void throwsOnlyForAFailure() {
    SubmissionResult good = result(OptionalInt.of(0), "");
    assertThat(good.orThrow()).isSameAs(good);

    assertThatThrownBy(() -> result(OptionalInt.of(1), "it failed").orThrow())
        .isInstanceOf(PodsmithException.class)
        .hasMessage("[PODSMITH-APP-001] it failed");
  }

  private static SubmissionResult result(OptionalInt exitCode, String failure) {
    return new SubmissionResult(
        "jobs:pi", "Failed", exitCode, Optional.of(failure).filter(words -> !words.isEmpty()));
  }
}
