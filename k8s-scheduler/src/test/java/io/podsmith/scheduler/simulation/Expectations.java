// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a script expects at a time: {@code expect WHAT LEAST MOST}.
 *
 * <p>Present numbers: {@code pods:PROFILE}, {@code nodes:NODE}, {@code objects}, {@code
 * registered}, {@code known}, {@code unobserved}, {@code metric:NAME}, {@code aborted:TEXT}, {@code
 * highest-id} and {@code at-once}. All else is counted since the last expectation of the same
 * thing: requests ({@code create}, {@code list}, ...), {@code created} and {@code deleted} pods,
 * {@code refused} registrations, {@code look-ups} of registered executors, {@code label:KEY}, news
 * ({@code delayed}, {@code progress}, {@code ended:CAUSE}) and {@code log:TEXT}, which holds if log
 * lines are not recorded. In texts, {@code _} stands for a space.
 */
final class Expectations {
  private final World world;
  private final Map<String, LongSupplier> present;

  Expectations(World world) {
    this.world = world;
    present =
        Map.of(
            "objects", () -> world.objects().count(),
            "registered", () -> world.spark().ids().size(),
            "known", () -> world.driver().known().size(),
            "at-once", () -> world.counts().get("at-once"),
            "highest-id", world::highestId,
            "unobserved", () -> world.driver().unobserved());
  }

  /** Counts what a step expects from now on. */
  void startCounting(Step step) {
    if (!step.word(1).startsWith("log:") || world.log().isPresent()) {
      long unused = value(step.word(1));
    }
  }

  void check(Step step) {
    String what = step.word(1);
    if (what.startsWith("log:") && world.log().isEmpty()) {
      return;
    }
    long value = value(what);
    world.journal().note("expect", "%s is %d", what, value);
    if (value < step.number(2) || value > step.number(3)) {
      world
          .checks()
          .violated(
              "what the script expects",
              "%s is %d, expected %s to %s",
              what,
              value,
              step.word(2),
              step.word(3));
    }
  }

  private long value(String what) {
    if (present.containsKey(what)) {
      return present.get(what).getAsLong();
    }
    String argument = what.substring(what.indexOf(':') + 1);
    return switch (what.substring(0, what.length() - argument.length())) {
      case "pods:" -> livePods().stream().filter(pod -> pod.profile == number(argument)).count();
      case "nodes:" -> livePods().stream().filter(pod -> pod.node.equals(argument)).count();
      case "metric:" -> world.driver().metric(argument);
      case "aborted:" ->
          world.aborted().filter(why -> why.contains(text(argument))).isPresent() ? 1 : 0;
      case "log:" -> world.counts().since(what, logged(text(argument)));
      default -> world.counts().since(what, world.counts().get(what));
    };
  }

  private List<PodModel> livePods() {
    return world.server().pods.values().stream()
        .filter(PodModel::isLive)
        .collect(Collectors.toList());
  }

  private long logged(String text) {
    return world.log().orElseThrow().stream().filter(line -> line.contains(text)).count();
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static String text(String argument) {
    return argument.replace('_', ' ');
  }

  /** Returns how a cause is written in expectations. */
  static String ended(Enum<?> cause) {
    return "ended:" + cause.name().toLowerCase(Locale.ROOT);
  }
}
