// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogMergeTest {
  private static final AppPod POD = new AppPod(new PodBuilder().build(), "driver", "main");

  /** Returns a log whose lines start with a second, or with a blank if they have no time. */
  private static LogMerge.Source log(String... lines) {
    Iterator<String> rest = List.of(lines).iterator();
    return () ->
        rest.hasNext()
            ? Optional.of(
                LogLine.parse(POD, rest.next().replaceFirst("^(\\d\\d)", "2026-11-29T08:00:$1Z")))
            : Optional.empty();
  }

  private static List<String> merge(LogMerge.Source... logs) throws IOException {
    List<String> texts = new ArrayList<>();
    new LogMerge().merge(List.of(logs), line -> texts.add(line.text().strip()));
    return texts;
  }

  @Test
  void ordersLinesByTheirTimes() throws IOException {
    assertThat(merge(log("01 a", "04 d"), log("02 b", "03 c", "05 e"), log()))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void ordersLinesOfOneTimeByTheirLogs() throws IOException {
    assertThat(merge(log("01 a"), log("01 b"), log("01 c"))).containsExactly("a", "b", "c");
  }

  @Test
  void keepsLinesWithoutATimeWithTheLineBefore() throws IOException {
    assertThat(merge(log("01 error", " at Pi.java:1", " at Pi.java:2", "03 end"), log("02 other")))
        .containsExactly("error", "at Pi.java:1", "at Pi.java:2", "other", "end");
  }

  @Test
  void keepsTheOrderOfALogWhoseClockSteppedBack() throws IOException {
    assertThat(merge(log("05 a", "01 b", "06 c"), log("02 x", "07 y")))
        .containsExactly("x", "a", "b", "c", "y");
  }

  @Test
  void passesOnAFailureToRead() {
    assertThatThrownBy(
            () ->
                merge(
                    () -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
