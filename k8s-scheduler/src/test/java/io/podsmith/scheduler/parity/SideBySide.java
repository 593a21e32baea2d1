// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.util.Map;
import java.util.Set;

/** Gives settings to Spark's own Kubernetes jar and to us, and compares what is created. */
public final class SideBySide implements AutoCloseable {
  private static final int LINES_OF_THE_SMALLEST = 5;

  private final Lab lab = new Lab();
  private final Ledger ledger = LedgerFiles.read();

  /**
   * Checks that both sides accept the settings and send the same requests.
   *
   * @param role what is built: {@code driver} or {@code executor}
   * @return the ids of the differences that docs/differences.md lists and that show here
   */
  public Set<String> compare(String role, String name, Map<String, String> settings) {
    ParityCase given = ParityCase.of(role + "-" + name, settings);
    Observation upstream = lab.upstreams(given);
    Verdict verdict = Verdict.of(given, upstream, lab.ours(given), ledger);
    assertThat(verdict.fault().orElse("")).isEmpty();
    assertThat(verdict.outcome())
        .as("upstream: %s", upstream.said())
        .isEqualTo(Verdict.Outcome.ACCEPTED);
    assertThat(upstream.lines())
        .as("Spark requested next to nothing: is the harness broken?")
        .hasSizeGreaterThan(LINES_OF_THE_SMALLEST);
    return verdict.listed();
  }

  @Override
  public void close() throws Exception {
    lab.close();
  }
}
