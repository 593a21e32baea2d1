package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionIdTest {
  @Test
  void namesOneDriver() {
    SubmissionId id = SubmissionId.parse("jobs:pi-driver");
    assertThat(id.namespace()).contains("jobs");
    assertThat(id.matches("pi-driver")).isTrue();
    assertThat(id.matches("pi-driver-2")).isFalse();
  }

  @Test
  void needsNoNamespace() {
    assertThat(SubmissionId.parse("pi-driver").namespace()).isEmpty();
  }

  @Test
  void namesAllThatBeginAlike() {
    SubmissionId id = SubmissionId.parse("jobs:pi-*");
    assertThat(id.matches("pi-1-driver")).isTrue();
    assertThat(id.matches("tau-driver")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "jobs:", ":pi-driver"})
  void refusesHalfAnId(String text) {
    assertThatThrownBy(() -> SubmissionId.parse(text))
        .hasMessageContaining("PODSMITH-CONF-009")
        .hasMessageContaining("namespace:driver-pod");
  }
}
