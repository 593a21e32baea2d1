// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Gives the same settings to Spark's own Kubernetes jar and to us, each with an API server of its
 * own, and compares all that they ask for. The cases lie in {@code src/test/resources/parity}; see
 * {@link ParityCase}. What may differ is listed in docs/differences.md; see {@link Ledger}.
 */
@Tag("differential")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DifferentialTest {
  private static final int FLOOR = 250;
  private static final int LINES_OF_THE_SMALLEST = 5;

  /** Which cases to run, a regular expression, where not all. */
  private static final String ONLY = System.getProperty("podsmith.parity.only", "");

  private final Ledger ledger = LedgerFiles.read();
  private final Coverage coverage = new Coverage();
  private final Set<String> shown = new TreeSet<>();
  private int cases;
  private int same;
  private int differing;
  private int refusedByBoth;
  private int refusedByUs;
  private Lab lab;

  @BeforeAll
  void start() {
    lab = new Lab();
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
    System.out.printf(
        "Parity with Spark 4.1.1: %d cases, %d same, %d with listed differences, %d refused by"
            + " both, %d refused by Podsmith only; %d listed differences; %s%n",
        cases, same, differing, refusedByBoth, refusedByUs, shown.size(), coverage.summary());
  }

  @Test
  @Order(1)
  void hasEnoughCases() {
    assertThat(ParityCase.all().size()).isGreaterThanOrEqualTo(FLOOR);
  }

  @TestFactory
  @Order(2)
  Stream<DynamicTest> doesWhatSparkDoes() {
    return ParityCase.all().stream()
        .filter(given -> ONLY.isEmpty() || given.name().matches(ONLY))
        .map(given -> DynamicTest.dynamicTest(given.name(), () -> check(given)));
  }

  private void check(ParityCase given) {
    coverage.add(given);
    Observation upstream = lab.upstreams(given);
    Observation ours = lab.ours(given);
    Verdict verdict = Verdict.of(given, upstream, ours, ledger);
    count(verdict);
    assertThat(verdict.fault().orElse("")).isEmpty();
    assertThat(verdict.outcome().word)
        .as(
            "who refuses: the case and what happens must agree\n  upstream: %s\n  ours: %s",
            upstream.said(), ours.said())
        .isEqualTo(given.refused());
    assertThat(verdict.listed())
        .as("the listed differences that the case names must be those that show")
        .containsExactlyInAnyOrderElementsOf(given.differs());
    if (verdict.outcome() == Verdict.Outcome.ACCEPTED) {
      assertThat(upstream.lines())
          .as("Spark asked for next to nothing: is the harness broken?")
          .hasSizeGreaterThan(LINES_OF_THE_SMALLEST);
    } else if (ours.failure().isPresent()) {
      assertThat(ours.said())
          .as("the error names its code and what is wrong")
          .contains("[" + given.values().get("code") + "]", given.values().get("bad"));
    }
  }

  private void count(Verdict verdict) {
    cases++;
    shown.addAll(verdict.listed());
    switch (verdict.outcome()) {
      case REFUSED -> refusedByBoth++;
      case REFUSED_BY_US -> refusedByUs++;
      default -> {
        if (verdict.fault().isEmpty() && verdict.listed().isEmpty()) {
          same++;
        } else {
          differing++;
        }
      }
    }
  }

  @Test
  @Order(3)
  void explainsEachDifferenceOnce() {
    assertThat(LedgerFiles.explained())
        .as("the tables of docs/differences.md and ledger/differences.properties have the same ids")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(ledger.ids());
  }

  @Test
  @Order(4)
  void showsEachListedDifferenceInSomeCase() {
    assumeThat(ONLY).isEmpty();
    assertThat(shown)
        .as("a listed difference that shows in no case is gone, or needs a case")
        .containsExactlyElementsOf(ledger.ids());
  }

  @Test
  @Order(5)
  void coversEverySettingAndPrefix() {
    assumeThat(ONLY).isEmpty();
    List<String> missing = coverage.missing();
    assertThat(missing)
        .as(
            "add cases to src/test/resources/parity; say in ledger/cannot-be-wrong.properties why a"
                + " setting cannot have a bad value")
        .isEmpty();
    assertThat(coverage.wrongAfterAll())
        .as("these are in ledger/cannot-be-wrong.properties and should not be")
        .isEmpty();
  }
}
