// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How two sides compare.
 *
 * @param outcome who accepted
 * @param listed the listed differences that show
 * @param fault what must not be; empty where all is well
 */
record Verdict(Outcome outcome, Set<String> listed, Optional<String> fault) {
  /** Who accepted the settings. */
  enum Outcome {
    /** Both did what was asked for. */
    ACCEPTED("nobody"),
    /** Neither did. */
    REFUSED("both"),
    /** We refused, upstream went on. */
    REFUSED_BY_US("ours"),
    /** Upstream refused, or the API server refused what it asked for. */
    REFUSED_BY_UPSTREAM("upstream");

    final String word;

    Outcome(String word) {
      this.word = word;
    }
  }

  static Verdict of(ParityCase given, Observation upstream, Observation ours, Ledger ledger) {
    if (ours.isRefusedByServer()) {
      return new Verdict(
          Outcome.REFUSED,
          Set.of(),
          Optional.of(
              "a bad value reaches the API server; refuse it before.\n  ours: "
                  + ours.said()
                  + "\n  upstream: "
                  + upstream.said()));
    }
    if (ours.isRefused()) {
      return refused(given, upstream, ours, ledger);
    }
    if (upstream.failure().isPresent()) {
      Optional<String> id = ledger.ofAccepted(upstream.said());
      return new Verdict(
          Outcome.REFUSED_BY_UPSTREAM,
          id.map(Set::of).orElse(Set.of()),
          id.isPresent()
              ? Optional.empty()
              : Optional.of("upstream refuses, we do not: " + upstream.said()));
    }
    Set<String> listed = new TreeSet<>();
    SortedMap<String, String> unlisted = new TreeMap<>();
    Flat.differences(upstream.lines(), ours.lines())
        .forEach(
            (place, difference) ->
                ledger
                    .ofPlace(given.differs(), place)
                    .ifPresentOrElse(listed::add, () -> unlisted.put(place, difference)));
    return new Verdict(
        Outcome.ACCEPTED,
        listed,
        unlisted.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "mend the step, or explain the difference in docs/differences.md:"
                    + Flat.shown(unlisted)));
  }

  private static Verdict refused(
      ParityCase given, Observation upstream, Observation ours, Ledger ledger) {
    Throwable failure = ours.failure().orElseThrow();
    Optional<String> fault = Optional.empty();
    if (upstream.isRefused() && upstream.said().endsWith(failure.toString())) {
      // Spark's own core, which neither of us comes to
      return new Verdict(Outcome.REFUSED, Set.of(), fault);
    }
    if (!(failure instanceof PodsmithException)) {
      fault = Optional.of("not one of our errors: " + failure);
    } else if (ours.writes() > 0) {
      fault = Optional.of("refused after " + ours.writes() + " writing requests: " + failure);
    }
    if (upstream.isRefused()) {
      return new Verdict(Outcome.REFUSED, Set.of(), fault);
    }
    Optional<String> id =
        ledger.ofError(given.role().label(), String.valueOf(failure.getMessage()));
    return new Verdict(
        Outcome.REFUSED_BY_US,
        id.map(Set::of).orElse(Set.of()),
        fault.isPresent() || id.isPresent()
            ? fault
            : Optional.of(
                "we refuse, upstream does not: "
                    + failure.getMessage()
                    + "\n  upstream: "
                    + upstream.said()));
  }
}
