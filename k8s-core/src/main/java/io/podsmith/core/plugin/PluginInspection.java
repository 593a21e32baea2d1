// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.calls.StepSource;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is wrong with a plugin, for tools that check it before it is published. The engine stops
 * at the first problem.
 *
 * @param steps the steps that can be loaded
 * @param problems sentences that name the jar or class and the fix
 */
public record PluginInspection(List<StepDescription> steps, List<String> problems) {
  private static final String PREFIX = "spark.";

  public PluginInspection {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
  }

  /** Loads a plugin as the engine does, apart from everything else, and unloads it. */
  public static PluginInspection of(Plugin plugin) {
    Set<String> problems = new LinkedHashSet<>();
    List<StepDeclaration> steps = new ArrayList<>();
    try {
      for (PluginJar jar : plugin.jars()) {
        problems.addAll(JarContents.problems(jar));
      }
      Map<String, PluginJar> providers = LoadedPlugin.providersOf(plugin, List.of());
      PluginClassLoader loader = LoadedPlugin.loaderOf(plugin);
      try (loader) {
        providers.forEach((name, jar) -> load(plugin, jar, name, loader, steps, problems));
      }
      StepRegistry.requireDistinct(steps);
    } catch (IOException e) {
      problems.add(
          "%s cannot be read as a jar: %s; build it again".formatted(plugin.jarNames(), e));
    } catch (PluginLoadException | StepException e) {
      problems.add(textOf(e));
    }
    return new PluginInspection(
        steps.stream().map(StepDescription::of).toList(), List.copyOf(problems));
  }

  private static void load(
      Plugin plugin,
      PluginJar jar,
      String name,
      PluginClassLoader loader,
      List<StepDeclaration> steps,
      Set<String> problems) {
    try {
      FeatureStepFactory factory = LoadedPlugin.create(plugin, jar, name, loader);
      StepSource source = StepSource.ofPlugin(plugin, factory.getClass(), loader);
      problems.addAll(badKeys(factory, source));
      steps.add(StepDeclaration.of(factory, source));
    } catch (PluginLoadException | StepException e) {
      if (!(e.getCause() instanceof UnsupportedClassVersionError)) {
        // else the class file is among the problems already
        problems.add(textOf(e));
      }
    }
  }

  private static List<String> badKeys(FeatureStepFactory factory, StepSource source) {
    try {
      return StepCalls.within(source.loader(), factory::configEntries).stream()
          .flatMap(PluginInspection::keys)
          .filter(key -> !key.startsWith(PREFIX))
          .map(
              key ->
                  ("factory %s from %s declares the setting '%s', whose key must start with"
                          + " 'spark.', because spark-submit passes no other keys to the driver;"
                          + " rename it to 'spark.%3$s'")
                      .formatted(factory.getClass().getName(), source.origin(), key))
          .toList();
    } catch (RuntimeException | LinkageError e) {
      // the declaration of the step reports what the factory throws
      return List.of();
    }
  }

  private static Stream<String> keys(ConfigEntry<?> entry) {
    return Stream.concat(Stream.of(entry.key()), entry.alternatives().stream());
  }

  /** Returns the message without its code, which stands for a failure of a job. */
  private static String textOf(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("^\\[[A-Z0-9-]+\\] ", "");
  }
}
