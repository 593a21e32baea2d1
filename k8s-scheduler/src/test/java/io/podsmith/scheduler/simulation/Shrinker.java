// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a failing script as short as it can be while it still breaks the same rule. */
final class Shrinker {
  private final String rule;

  private Shrinker(String rule) {
    this.rule = rule;
  }

  /** Returns the shortest script found. */
  static Script shrink(Script failing, String rule) {
    return new Shrinker(rule).shrink(failing);
  }

  private boolean fails(Script script) {
    return Simulation.run(script, new Tally())
        .violation()
        .map(Checks.Violation::rule)
        .equals(Optional.of(rule));
  }

  private Script shrink(Script failing) {
    Script best = failing;
    boolean isShorter = true;
    while (isShorter) {
      Script before = best;
      best = withFewerSteps(best);
      best = withFewerSettings(best);
      best = withSmallerNumbers(best);
      isShorter = !best.equals(before);
    }
    return best;
  }

  private Script withFewerSteps(Script script) {
    Script best = script;
    for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < best.steps().size(); ) {
        List<Step> fewer = new ArrayList<>(best.steps());
        fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
        Script candidate = best.withSteps(fewer);
        if (fails(candidate)) {
          best = candidate;
        } else {
          from += size;
        }
      }
    }
    return best;
  }

  private Script withFewerSettings(Script script) {
    Script best = script;
    for (String key : script.settings().keySet()) {
      Map<String, String> fewer = new HashMap<>(best.settings());
      fewer.remove(key);
      Script candidate = best.withSettings(fewer);
      if (fails(candidate)) {
        best = candidate;
      }
    }
    return best;
  }

  private Script withSmallerNumbers(Script script) {
    Script best = script;
    for (int i = 0; i < best.steps().size(); i++) {
      Step step = best.steps().get(i);
      List<Step> candidates = new ArrayList<>();
      long rounded = step.at() / 1_000 * 1_000;
      if (rounded != step.at()) {
        candidates.add(new Step(rounded, step.words()));
      }
      for (int word = 1; word < step.words().size(); word++) {
        if (step.word(word).matches("[0-9]+") && step.number(word) > 1) {
          for (int smaller : new int[] {1, step.number(word) / 2}) {
            List<String> words = new ArrayList<>(step.words());
            words.set(word, Integer.toString(smaller));
            candidates.add(new Step(step.at(), words));
          }
        }
      }
      for (Step candidate : candidates) {
        List<Step> steps = new ArrayList<>(best.steps());
        steps.set(i, candidate);
        if (fails(best.withSteps(steps))) {
          best = best.withSteps(steps);
          break;
        }
      }
    }
    return best;
  }
}
