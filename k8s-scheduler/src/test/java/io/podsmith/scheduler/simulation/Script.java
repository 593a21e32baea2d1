// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a run depends on. Its text can be replayed; lines that begin with # are comments.
 *
 * @param seed decides latencies, and all else that no step says
 * @param settings Spark's settings; those that begin with {@code simulation.} are of the cluster
 */
record Script(long seed, Map<String, String> settings, List<Step> steps) {
  Script {
    settings = Map.copyOf(settings);
    steps = List.copyOf(steps);
  }

  Script withSteps(List<Step> newSteps) {
    return new Script(seed, settings, newSteps);
  }

  Script withSettings(Map<String, String> newSettings) {
    return new Script(seed, newSettings, steps);
  }

  /** Returns the script with one more setting. */
  Script with(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return withSettings(more);
  }

  boolean is(String setting) {
    return Boolean.parseBoolean(settings.get(setting));
  }

  /** Returns the number that a setting has. */
  long number(String setting, long otherwise) {
    return settings.containsKey(setting) ? Long.parseLong(settings.get(setting)) : otherwise;
  }

  static Script parse(String text) {
    long seed = 0;
    Map<String, String> settings = new TreeMap<>();
    List<Step> steps = new ArrayList<>();
    for (String line :
        text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList()) {
      if (line.startsWith("seed ")) {
        seed = Long.parseLong(line.substring("seed ".length()));
      } else if (line.startsWith("set ")) {
        String[] setting = line.substring("set ".length()).split("=", 2);
        settings.put(setting[0], setting[1]);
      } else {
        steps.add(Step.parse(line));
      }
    }
    return new Script(seed, settings, steps);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + "\n");
    new TreeMap<>(settings).forEach((k, v) -> text.append("set %s=%s%n".formatted(k, v)));
    steps.forEach(step -> text.append(step).append('\n'));
    return text.toString();
  }
}
