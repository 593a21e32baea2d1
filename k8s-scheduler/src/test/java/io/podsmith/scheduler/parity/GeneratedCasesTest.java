// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Draws sets of settings from those of the cases, some of them wrong, and compares what both sides
 * make of them. Nothing may differ but what docs/differences.md lists.
 *
 * <p>{@code -Dpodsmith.parity.generated} says how many, {@code -Dpodsmith.parity.seed} where to
 * begin. What fails is reduced to the settings that it takes.
 */
@Tag("differential")
class GeneratedCasesTest {
  private static final int CASES = Integer.getInteger("podsmith.parity.generated", 100);
  private static final long SEED = Long.getLong("podsmith.parity.seed", 20_261_123L);
  private static final int FAULTS_SHOWN = Integer.getInteger("podsmith.parity.faults", 3);
  private static final int INGREDIENTS = 5;
  private static final int ONE_IN_WRONG = 8;
  private static final int ONE_IN_TORN = 5;

  private final RandomGenerator random =
      RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(SEED);
  private final Ledger ledger = LedgerFiles.read();
  private final List<ParityCase> good = new ArrayList<>();
  private final List<ParityCase> wrong = new ArrayList<>();

  @Test
  void doesWhatSparkDoesWithWhateverIsSet() throws Exception {
    for (ParityCase given : ParityCase.all()) {
      if (given.role() != ParityCase.Role.CLIENT && ledger.isAnywhere(given.differs())) {
        (given.refused().equals("nobody") ? good : wrong).add(given);
      }
    }
    assertThat(good).as("next to nothing to draw from").hasSizeGreaterThan(200);
    List<String> faults = new ArrayList<>();
    Set<String> listed = new TreeSet<>();
    Map<Verdict.Outcome, Integer> outcomes = new TreeMap<>();
    try (Lab lab = new Lab()) {
      for (int i = 0; i < CASES && faults.size() < FAULTS_SHOWN; i++) {
        ParityCase given = draw(i);
        Verdict verdict = compare(lab, given);
        outcomes.merge(verdict.outcome(), 1, Integer::sum);
        listed.addAll(verdict.listed());
        if (verdict.fault().isPresent()) {
          faults.add(shown(reduce(lab, given)));
        }
      }
    }
    System.out.printf(
        "Parity with Spark 4.1.1, settings drawn from seed %d: %s, %d listed differences%n",
        SEED, outcomes, listed.size());
    assertThat(faults)
        .as("-Dpodsmith.parity.seed=%d; make a case of what is reported, and mend it", SEED)
        .isEmpty();
  }

  private ParityCase draw(int number) {
    ParityCase first = good.get(random.nextInt(good.size()));
    Map<String, String> values = new TreeMap<>(first.asGiven());
    int others = random.nextInt(INGREDIENTS);
    while (others > 0) {
      ParityCase other = good.get(random.nextInt(good.size()));
      if (other.role() == first.role()) {
        values.putAll(other.asGiven());
        others--;
      }
    }
    if (random.nextInt(ONE_IN_WRONG) == 0) {
      ParityCase other = wrong.get(random.nextInt(wrong.size()));
      if (other.role() == first.role()) {
        values.putAll(other.asGiven());
      }
    }
    if (random.nextInt(ONE_IN_TORN) == 0) {
      List<String> keys = values.keySet().stream().filter(k -> k.startsWith("spark.")).toList();
      if (!keys.isEmpty()) {
        values.remove(keys.get(random.nextInt(keys.size())));
      }
    }
    // the one difference that would hide others
    values.put("spark.podsmith.driver.protectSensitiveSettings", "false");
    // upstream uploads to the root directory of this machine then, if it may
    values.remove("spark.kubernetes.file.upload.path", "");
    return ParityCase.of(first.role().prefix() + "generated-" + number, values);
  }

  private Verdict compare(Lab lab, ParityCase given) {
    return Verdict.of(given, lab.upstreams(given), lab.ours(given), ledger);
  }

  /** Leaves out what the fault does not need. */
  private ParityCase reduce(Lab lab, ParityCase failing) {
    ParityCase smallest = failing;
    for (String key : failing.asGiven().keySet()) {
      Map<String, String> fewer = new TreeMap<>(smallest.asGiven());
      if (key.equals("profile.id")) {
        continue;
      }
      fewer.remove(key);
      ParityCase candidate = ParityCase.of(failing.name(), fewer);
      Optional<String> fault = compare(lab, candidate).fault();
      if (fault.isPresent()) {
        smallest = candidate;
      }
    }
    return ParityCase.of(
        failing.name(),
        withFault(smallest, compare(lab, smallest).fault().orElse("comes and goes")));
  }

  private static Map<String, String> withFault(ParityCase given, String fault) {
    Map<String, String> values = new TreeMap<>(given.asGiven());
    values.put("fault", fault);
    return values;
  }

  private static String shown(ParityCase reduced) {
    StringBuilder text = new StringBuilder("\n" + reduced.name());
    reduced.asGiven().forEach((key, value) -> text.append("\n  ").append(key + "=" + value));
    return text.toString();
  }
}
