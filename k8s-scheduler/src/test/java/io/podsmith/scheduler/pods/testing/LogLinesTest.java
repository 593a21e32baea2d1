// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLinesTest {
  private static final class One {}

  private static final class Other {}

  private static final Logger ONE = LoggerFactory.getLogger(One.class);
  private static final Logger OTHER = LoggerFactory.getLogger(Other.class);

  @Test
  void collectsTheLinesOfEachOfSeveral() {
    boolean before = ONE.isInfoEnabled();
    try (LogLines one = new LogLines(One.class);
        LogLines other = new LogLines(Other.class);
        LogLines both = new LogLines(One.class, Other.class)) {
      ONE.info("first");
      OTHER.info("second");
      ONE.debug("hidden");
      assertThat(one.lines()).containsExactly("INFO first");
      assertThat(other.lines()).containsExactly("INFO second");
      assertThat(both.lines()).containsExactly("INFO first", "INFO second");
    }
    assertThat(ONE.isInfoEnabled()).as("the level is restored").isEqualTo(before);
  }

  @Test
  void collectsTheLinesOfTheOuterOneAfterTheInnerOneIsClosed() {
    try (LogLines outer = new LogLines(One.class)) {
      try (LogLines inner = new LogLines(One.class, Other.class)) {
        assertThat(inner.lines()).isEmpty();
      }
      ONE.info("line");
      assertThat(outer.lines()).containsExactly("INFO line");
    }
  }
}
