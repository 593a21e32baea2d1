// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes a script from a seed. */
final class Generator {
  private static final int MOST_EXECUTORS = 12;
  private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";

  /**
   * A set belongs to one driver, its pods have other names than those of executors, and evicted
   * pods without an id stay until the end.
   */
  private static final Set<String> NOT_OF_SETS = Set.of("restart", "foreign", "evict");

  /**
   * The objects of the simulated executors bear the name of one. Pods of sets are not marked when
   * they are kept. Lists may miss executors whose containers are started again soon.
   */
  private static final Set<String> NOT_WITH_SETS =
      Set.of(
          "simulation.claims",
          "simulation.objects",
          "spark.kubernetes.executor.deleteOnTermination",
          "spark.kubernetes.executor.enableApiWatcher");

  private static final List<Integer> STATUS_OF_ENDS = List.of(0, 0, 1, 410, 500);
  private static final List<Call> CALLS =
      List.of(
          Call.CREATE,
          Call.CREATE,
          Call.CREATE,
          Call.CREATE,
          Call.GET,
          Call.LIST,
          Call.WATCH,
          Call.DELETE,
          Call.LABEL,
          Call.OBJECT);

  /**
   * Not by chance: three rejections in a row for an invalid pod end an application that has no
   * executor yet, and objects beside pods do not vanish without a reason.
   */
  private static final List<Effect> EFFECTS =
      Stream.of(Effect.values())
          .filter(effect -> !List.of(Effect.INVALID, Effect.SILENT, Effect.EXISTS).contains(effect))
          .toList();

  private final Random random;
  private final int profiles;

  private Generator(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    profiles = random.nextInt(3) == 0 ? 2 : 1;
  }

  static Script script(long seed) {
    return new Generator(seed).script0(seed);
  }

  private Script script0(long seed) {
    List<Step> steps = new ArrayList<>();
    for (int profile = 0; profile < profiles; profile++) {
      steps.add(Step.of(0, "want", profile, 1 + random.nextInt(MOST_EXECUTORS)));
    }
    long span = random.nextInt(3) == 0 ? 600_000 : 90_000;
    int count = 1 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      // Many things at almost the same time are where races are.
      long at =
          i > 0 && random.nextInt(3) == 0
              ? steps.get(steps.size() - 1).at() + random.nextInt(1_500)
              : (long) (random.nextDouble() * random.nextDouble() * span);
      steps.add(step(at));
    }
    Map<String, String> settings = settings();
    if (settings.containsKey("simulation.stopsEarly") && random.nextInt(2) == 0) {
      endAmidFaults(steps);
    }
    if (settings.containsKey(ALLOCATOR)) {
      steps.removeIf(step -> NOT_OF_SETS.contains(step.verb()) || isFinalForSets(step));
    }
    steps.sort(Comparator.comparingLong(Step::at));
    return new Script(seed, settings, steps);
  }

  /** Without the right to label pods, executors of a set cannot be told apart. */
  private static boolean isFinalForSets(Step step) {
    return step.verb().equals("fault")
        && step.word(1).equals(Call.LABEL.word())
        && Effect.of(step.word(2)).isRejection();
  }

  /** Requests are in flight, and have lost their answers, when the application ends. */
  private void endAmidFaults(List<Step> steps) {
    long end = steps.stream().mapToLong(Step::at).max().orElse(0) + random.nextInt(5_000);
    steps.add(
        random.nextBoolean()
            ? Step.of(end, "fault", Call.CREATE.word(), Effect.LATE.word(), upTo(6))
            : fault(end, Call.CREATE));
    steps.add(Step.of(end, "want", random.nextInt(profiles), MOST_EXECUTORS + upTo(8)));
    steps.add(fault(end + random.nextInt(1_000), Call.CREATE));
  }

  private Step fault(long at, Call call) {
    return Step.of(
        at, "fault", call.word(), EFFECTS.get(random.nextInt(EFFECTS.size())).word(), upTo(6));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.executor.maxNumFailures", "1000000");
    settings.put("spark.kubernetes.allocation.executor.timeout", "60s");
    maybe(4, settings, "spark.kubernetes.executor.enablePollingWithResourceVersion", "true");
    maybe(8, settings, "spark.kubernetes.allocation.maxPendingPods", "3");
    maybe(8, settings, "spark.kubernetes.allocation.batch.size", "2");
    maybe(4, settings, "spark.dynamicAllocation.executorIdleTimeout", "5s");
    maybe(8, settings, "spark.kubernetes.executor.decommissionLabel", "gone");
    maybe(8, settings, "spark.kubernetes.executor.deleteOnTermination", "false");
    maybe(8, settings, "spark.podsmith.allocation.maxExecutorsPerSecond", "2");
    maybe(8, settings, "spark.kubernetes.allocation.maxPendingPodsPerRp", "2");
    maybe(16, settings, "spark.kubernetes.executor.enableApiWatcher", "false");
    maybe(5, settings, "simulation.objects", "true");
    maybe(5, settings, "simulation.oldServer", "true");
    maybe(5, settings, "simulation.stopsEarly", "true");
    maybe(8, settings, ALLOCATOR, "deployment");
    maybe(8, settings, "simulation.claims", "true");
    if (settings.containsKey(ALLOCATOR)) {
      settings.keySet().removeAll(NOT_WITH_SETS);
    }
    return settings;
  }

  private void maybe(int oneIn, Map<String, String> settings, String key, String value) {
    if (random.nextInt(oneIn) == 0) {
      settings.put(key, value);
    }
  }

  private int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  private Step step(long at) {
    return switch (random.nextInt(36)) {
      case 0, 1, 2 ->
          Step.of(at, "want", random.nextInt(profiles), random.nextInt(MOST_EXECUTORS + 1));
      case 3, 4, 5, 6, 7 -> fault(at, CALLS.get(random.nextInt(CALLS.size())));
      case 8 ->
          Step.of(
              at,
              "outage",
              List.of(Effect.UNAVAILABLE, Effect.RESET, Effect.TIMEOUT, Effect.THROTTLED)
                  .get(random.nextInt(4))
                  .word(),
              upTo(20));
      case 9 -> Step.of(at, "quota", random.nextInt(MOST_EXECUTORS), upTo(60));
      case 10 -> Step.of(at, "capacity", random.nextInt(MOST_EXECUTORS), upTo(60));
      case 11 -> Step.of(at, "lag", upTo(15_000), upTo(60));
      case 12 -> Step.of(at, "stale", upTo(15_000), upTo(60));
      case 13 ->
          Step.of(at, "watches-end", STATUS_OF_ENDS.get(random.nextInt(STATUS_OF_ENDS.size())));
      case 14 -> Step.of(at, "watches-silent");
      case 15 -> Step.of(at, "watches-skip", upTo(5));
      case 16 -> Step.of(at, "watches-repeat", upTo(10));
      case 17 -> Step.of(at, "forget-history");
      case 18 -> Step.of(at, "exit", random.nextInt(MOST_EXECUTORS), random.nextInt(3));
      case 19 -> Step.of(at, "evict", random.nextInt(MOST_EXECUTORS));
      case 20, 21 -> Step.of(at, "delete", random.nextInt(MOST_EXECUTORS));
      case 22 -> Step.of(at, "vanish", random.nextInt(MOST_EXECUTORS));
      case 23 -> Step.of(at, "release", random.nextInt(MOST_EXECUTORS));
      case 24 -> Step.of(at, "decommission", random.nextInt(MOST_EXECUTORS));
      case 25 -> Step.of(at, "stall", upTo(random.nextInt(3) == 0 ? 60_000 : 3_000));
      case 26 -> Step.of(at, "crash", upTo(2), upTo(20));
      case 27 -> Step.of(at, "crash-node", "node-" + upTo(3), 1, upTo(60));
      case 28 -> Step.of(at, "waiting", "ImagePullBackOff", upTo(60));
      case 29 -> Step.of(at, "slow-registration", upTo(90_000), upTo(60));
      case 30 -> Step.of(at, "node-lost", random.nextInt(MOST_EXECUTORS), upTo(60));
      case 31 -> Step.of(at, "foreign", upTo(MOST_EXECUTORS), upTo(60));
      default -> Step.of(at, "restart", upTo(30));
    };
  }
}
