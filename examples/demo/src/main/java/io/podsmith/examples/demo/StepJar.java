// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import io.podsmith.api.PodRole;
import io.podsmith.core.plugin.PluginInspection;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A jar whose steps the jobs of the demo must run.
 *
 * @param file the jar
 * @param steps its steps
 */
record StepJar(Path file, List<StepDescription> steps) {
  /**
   * Reads which steps a jar has.
   *
   * @throws IllegalArgumentException if jobs could not load it, with all problems
   */
  static StepJar read(Path file) {
    String name = String.valueOf(file.getFileName());
    PluginInspection found =
        PluginInspection.of(new Plugin(name, List.of(new PluginJar(name, file, false))));
    if (!found.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "Jobs cannot load %s:\n  - %s".formatted(file, String.join("\n  - ", found.problems())));
    }
    return new StepJar(file, found.steps());
  }

  List<String> ids() {
    return steps.stream().map(step -> step.info().id()).toList();
  }

  /**
   * Returns what the jar's steps for one role should have changed, but did not.
   *
   * @param active ids of the steps that changed the pods of this role
   * @return a sentence for each step, empty if all steps changed a pod
   */
  List<String> idle(PodRole role, Set<String> active) {
    return steps.stream()
        .filter(step -> step.roles().contains(role) && !active.contains(step.info().id()))
        .map(
            step ->
                "The step %s changed no %s pod; pass the settings that request it with --conf"
                    .formatted(step.info().id(), role.label()))
        .toList();
  }
}
