// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How two distributions compare for one settings file.
 *
 * @param file the settings file
 * @param outcome the verdict
 * @param listed the ids of the known differences that show, see docs/differences.md
 * @param unknown the other differences, by place
 * @param rejection what both sides said, if one of them rejected the settings or failed
 * @param millis how long both sides took
 */
public record FileResult(
    Path file,
    Outcome outcome,
    SortedSet<String> listed,
    List<Difference> unknown,
    Optional<String> rejection,
    long millis) {
  /** The verdicts. */
  public enum Outcome {
    /** The same objects. */
    SAME("same"),
    /** Known differences only. */
    LISTED("listed differences"),
    /** Some difference has no id. */
    UNKNOWN("unknown differences"),
    /** Both sides reject the settings, for the same reason. */
    REJECTED_BY_BOTH("rejected by both"),
    /** Both sides reject the settings, each for another reason as far as is known. */
    REJECTED_DIFFERENTLY("rejected by both for different reasons"),
    /** Only the other distribution rejects the settings, without a known reason. */
    REJECTED_BY_OTHER("rejected by the other only"),
    /** Only Podsmith rejects the settings, without a known reason. */
    REJECTED_BY_PODSMITH("rejected by Podsmith only"),
    /** A JVM died or did not answer; nothing was compared. */
    FAILED("not compared");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** Returns what output calls it. */
    public String label() {
      return label;
    }

    /** Returns whether nothing unknown changes: equal, known, or accepted by neither. */
    public boolean isExplained() {
      return this == SAME || this == LISTED || this == REJECTED_BY_BOTH;
    }
  }

  /**
   * A place that differs.
   *
   * @param place request and field
   * @param theirs the value of the other distribution; empty where it has none
   * @param ours the value of Podsmith; empty where it has none
   */
  public record Difference(String place, Optional<String> theirs, Optional<String> ours) {}

  public FileResult {
    unknown = List.copyOf(unknown);
  }
}
