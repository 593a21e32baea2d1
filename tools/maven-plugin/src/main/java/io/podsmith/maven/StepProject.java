// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import io.podsmith.core.plugin.PluginInspection;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A project whose jar contains steps.
 *
 * @param artifactId the id of the plugin, unless it is configured
 * @param jar the packaged jar
 * @param dependencies all dependencies that are not only for tests
 */
record StepProject(String artifactId, Path jar, List<Dependency> dependencies) {
  private static final String GROUP = "io.podsmith";
  private static final String CONTRACT = "k8s-api";
  private static final Set<String> ENGINE =
      Set.of("k8s-core", "k8s-scheduler", "k8s-steps-builtin");

  /** Groups whose classes a plugin takes from Podsmith, wherever else they are. */
  private static final Set<String> PROVIDED =
      Set.of(GROUP, "io.fabric8", "org.slf4j", "org.jspecify", "org.apiguardian");

  StepProject {
    dependencies = List.copyOf(dependencies);
  }

  /** Returns the version of the contract that the project is compiled against. */
  Optional<String> contractVersion() {
    return contract().map(Dependency::version);
  }

  /** Loads the jar with its libraries as a job does, and returns its steps and problems. */
  PluginInspection inspect() {
    List<PluginJar> jars = new ArrayList<>();
    jars.add(jar(jar));
    dependencies.stream()
        .filter(Dependency::isShipped)
        .filter(dependency -> !PROVIDED.contains(dependency.groupId()))
        .flatMap(dependency -> dependency.file().stream())
        .map(StepProject::jar)
        .forEach(jars::add);
    return PluginInspection.of(new Plugin(artifactId, jars));
  }

  private static PluginJar jar(Path path) {
    return new PluginJar(String.valueOf(path.getFileName()), path, false);
  }

  /** Returns all problems of the project, each with its fix. */
  List<String> problems() {
    Set<String> problems = new LinkedHashSet<>();
    contract()
        .ifPresentOrElse(
            api -> {
              if (!api.scope().equals("provided")) {
                problems.add(
                    ("%s has the scope '%s', but Podsmith provides it at run time; set"
                            + " <scope>provided</scope>")
                        .formatted(api.described(), api.scope()));
              }
            },
            () ->
                problems.add(
                    "The project does not depend on io.podsmith:k8s-api; add it with"
                        + " <scope>provided</scope>"));
    dependencies.stream()
        .filter(d -> d.groupId().equals(GROUP) && ENGINE.contains(d.artifactId()))
        .filter(d -> !d.scope().equals("test"))
        .forEach(
            d ->
                problems.add(
                    ("%s has the scope '%s', but steps see only the contract (k8s-api) at run"
                            + " time; remove the dependency, or set <scope>test</scope>")
                        .formatted(d.described(), d.scope())));
    problems.addAll(inspect().problems());
    return List.copyOf(problems);
  }

  private Optional<Dependency> contract() {
    return dependencies.stream().filter(d -> d.is(GROUP, CONTRACT)).findFirst();
  }
}
