// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;

/** Checks the one clear error that a bad setting deserves. */
final class Refusals {
  private Refusals() {}

  /**
   * Expects that no step can be made.
   *
   * @param words what the message must say: the value, what is accepted, what to change
   */
  static void assertRefused(
      String stepId, Case given, PodsmithError code, String key, String... words) {
    InvalidConfigurationException refusal =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> BuiltInSteps.find(stepId, given));
    assertThat(refusal).as("the settings must be refused before a pod is built").isNotNull();
    assertThat(refusal.codeId()).isEqualTo(code.id());
    assertThat(refusal.key()).isEqualTo(key);
    assertThat(refusal).hasMessageStartingWith("[" + code.id() + "] ");
    assertThat(refusal.getMessage()).contains(words);
  }
}
