// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts steps in order: by phase, within a phase by their before and after, and then by id. */
final class StepOrder {
  private final SortedMap<String, StepDeclaration> steps = new TreeMap<>();
  // for each step those that run after it, and how many it waits for
  private final SortedMap<String, SortedMap<String, StepDeclaration>> followers = new TreeMap<>();
  private final Map<String, Integer> waitsFor = new HashMap<>();

  private StepOrder(Collection<StepDeclaration> declarations) {
    declarations.forEach(d -> steps.put(d.id(), d));
    steps.keySet().forEach(id -> followers.put(id, new TreeMap<>()));
    for (StepDeclaration step : steps.values()) {
      for (String other : new TreeSet<>(step.before())) {
        follow(step, step, steps.get(other), "before");
      }
      for (String other : new TreeSet<>(step.after())) {
        StepDeclaration first = steps.get(other);
        if (first != null) {
          follow(step, first, step, "after");
        }
      }
    }
  }

  /** Sorts steps whose ids differ; the order that they come in does not matter. */
  static List<StepDeclaration> sort(Collection<StepDeclaration> declarations) {
    return new StepOrder(declarations).sorted();
  }

  private void follow(
      StepDeclaration declaring,
      StepDeclaration first,
      @Nullable StepDeclaration second,
      String word) {
    if (second == null) {
      return;
    }
    int phases = first.phase().compareTo(second.phase());
    if (phases > 0) {
      StepDeclaration other = declaring == first ? second : first;
      throw new StepException(
          PodsmithError.STEP_INVALID,
          declaring.id(),
          declaring.source().origin(),
          "%s of phase %s must run %s %s of phase %s, but phases run in order; change its phase, or remove the id from %s()"
              .formatted(
                  described(declaring),
                  declaring.phase(),
                  word,
                  described(other),
                  other.phase(),
                  word),
          null);
    }
    SortedMap<String, StepDeclaration> after =
        Objects.requireNonNull(followers.get(first.id()), first.id());
    if (after.put(second.id(), second) == null) {
      waitsFor.merge(second.id(), 1, Integer::sum);
    }
  }

  private List<StepDeclaration> sorted() {
    // The phase in the comparison keeps phases apart: a step never waits for one of a later phase.
    PriorityQueue<StepDeclaration> ready =
        new PriorityQueue<>(
            Comparator.comparing(StepDeclaration::phase).thenComparing(StepDeclaration::id));
    steps.values().stream().filter(s -> !waitsFor.containsKey(s.id())).forEach(ready::add);
    List<StepDeclaration> sorted = new ArrayList<>(steps.size());
    for (StepDeclaration step = ready.poll(); step != null; step = ready.poll()) {
      sorted.add(step);
      for (StepDeclaration next : followersOf(step)) {
        if (waitsFor.merge(next.id(), -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    if (sorted.size() < steps.size()) {
      throw cycle(sorted);
    }
    return List.copyOf(sorted);
  }

  private Collection<StepDeclaration> followersOf(StepDeclaration step) {
    return Objects.requireNonNull(followers.get(step.id()), step.id()).values();
  }

  private StepException cycle(List<StepDeclaration> sorted) {
    Set<String> stuck = new LinkedHashSet<>(steps.keySet());
    sorted.forEach(s -> stuck.remove(s.id()));
    List<StepDeclaration> cycle = cycleAmong(stuck);
    StepDeclaration start = cycle.get(0);
    String path =
        cycle.stream()
            .map(StepOrder::described)
            .collect(Collectors.joining(" -> ", "", " -> " + start.id()));
    return new StepException(
        PodsmithError.STEP_CYCLE,
        start.id(),
        start.source().origin(),
        "steps form a cycle: %s; remove one of their before or after ids, or disable one of these steps with %s"
            .formatted(path, PodsmithKeys.STEPS_DISABLED.key()),
        null);
  }

  /** Walks backwards from a stuck step: each waits for another stuck one, so the walk closes. */
  private List<StepDeclaration> cycleAmong(Set<String> stuck) {
    List<String> walk = new ArrayList<>();
    String id = stuck.iterator().next();
    while (!walk.contains(id)) {
      walk.add(id);
      String here = id;
      id =
          stuck.stream()
              .filter(s -> Objects.requireNonNull(followers.get(s)).containsKey(here))
              .findFirst()
              .orElseThrow();
    }
    List<String> cycle = new ArrayList<>(walk.subList(walk.indexOf(id), walk.size()));
    Collections.reverse(cycle);
    // start with the smallest id, so that the message is always the same
    Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
    return cycle.stream().map(s -> Objects.requireNonNull(steps.get(s))).toList();
  }

  private static String described(StepDeclaration step) {
    return step.id() + " (" + step.source().origin() + ")";
  }
}
