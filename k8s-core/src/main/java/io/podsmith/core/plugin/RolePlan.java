// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one role in the order in which they run.
 *
 * @param steps the steps that are on
 * @param excluded the steps that the settings exclude for this role
 * @param excludedClasses class names of steps that are dropped after they were made
 * @param listKey the setting that lists steps of this role by name
 * @param listed the names in it
 */
record RolePlan(
    List<StepDeclaration> steps,
    List<StepDeclaration> excluded,
    Set<String> excludedClasses,
    String listKey,
    List<String> listed) {
  private static final Logger LOG = LoggerFactory.getLogger(RolePlan.class);

  static RolePlan of(
      PodRole role,
      SparkSettings settings,
      List<StepDeclaration> enabled,
      ClassLoader classPath,
      List<LoadedPlugin> plugins) {
    Set<String> excluded = Set.copyOf(settings.get(excludedKey(role)));
    Set<String> off = new HashSet<>(settings.get(PodsmithKeys.STEPS_DISABLED));
    off.addAll(excluded);
    List<String> listed =
        settings.get(listKey(role)).stream().filter(name -> !off.contains(name)).toList();
    List<StepDeclaration> all = new ArrayList<>(enabled);
    all.addAll(
        new ListedSteps(listKey(role).key(), role, enabled, classPath, plugins).resolve(listed));
    StepRegistry.requireDistinct(all);
    warnAboutUnknown(role, settings, all);
    List<StepDeclaration> on =
        all.stream()
            .filter(s -> s.roles().contains(role))
            .filter(s -> excluded.stream().noneMatch(s::isCalled))
            .toList();
    List<StepDeclaration> out =
        all.stream().filter(s -> excluded.stream().anyMatch(s::isCalled)).toList();
    RolePlan plan = new RolePlan(StepOrder.sort(on), out, excluded, listKey(role).key(), listed);
    LOG.info("{}", plan.line(role));
    LOG.debug("{}", plan.screen(role));
    return plan;
  }

  /**
   * Returns the steps that the list of a role adds, where no pod of this role is built. Returns
   * none if the list is wrong, or names a class that only another image has.
   */
  static List<StepDeclaration> listedClasses(
      PodRole role,
      SparkSettings settings,
      List<StepDeclaration> enabled,
      ClassLoader classPath,
      List<LoadedPlugin> plugins) {
    try {
      return new ListedSteps(listKey(role).key(), role, enabled, classPath, plugins)
          .resolve(settings.get(listKey(role)));
    } catch (PodsmithException e) {
      LOG.debug("The steps of {} pods are not known here", role.label(), e);
      return List.of();
    }
  }

  /** Returns the name by which the user listed a step, empty where the list does not name it. */
  Optional<String> nameInList(StepDeclaration step) {
    return listed.stream().filter(step::isCalled).findFirst();
  }

  /** Returns the order in one line. */
  String line(PodRole role) {
    return "Feature steps of %s pods, in order: %s"
        .formatted(
            role.label(), steps.stream().map(RolePlan::shown).collect(Collectors.joining(", ")));
  }

  private static void warnAboutUnknown(
      PodRole role, SparkSettings settings, List<StepDeclaration> all) {
    List<String> unknown = unknownExclusions(role, settings, all);
    if (!unknown.isEmpty()) {
      LOG.warn(
          "{} names {}, which is not the name of a step; it excludes nothing",
          excludedKey(role).key(),
          unknown);
    }
  }

  /** Returns the names of steps to leave out that mean none of the steps there are. */
  static List<String> unknownExclusions(
      PodRole role, SparkSettings settings, List<StepDeclaration> all) {
    List<String> listed = settings.get(listKey(role));
    return settings.get(excludedKey(role)).stream()
        .filter(name -> !listed.contains(name))
        // the class of a step is not known before its factory has made one
        .filter(name -> all.stream().noneMatch(s -> s.isCalled(name) || hasClass(s, name)))
        .distinct()
        .toList();
  }

  private static boolean hasClass(StepDeclaration step, String className) {
    try {
      Class.forName(className, false, step.source().loader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Returns the order on one screen, one line per phase. */
  String screen(PodRole role) {
    Map<String, List<StepDeclaration>> byPhase =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.phase().name(), LinkedHashMap::new, Collectors.toList()));
    StringBuilder text =
        new StringBuilder("Feature steps of ").append(role.label()).append(" pods, in order:");
    byPhase.forEach(
        (phase, ofPhase) -> {
          text.append(String.format("%n  %-14s", phase));
          text.append(ofPhase.stream().map(RolePlan::shown).collect(Collectors.joining(", ")));
        });
    return text.toString();
  }

  private static String shown(StepDeclaration step) {
    return step.info().isBuiltIn() ? step.id() : step.id() + " from " + step.source().origin();
  }

  /** Returns the names in the lists of feature steps of all roles. */
  static Set<String> listed(SparkSettings settings) {
    Set<String> all = new HashSet<>();
    for (PodRole role : PodRole.values()) {
      all.addAll(settings.get(listKey(role)));
    }
    return all;
  }

  private static ConfigEntry<List<String>> listKey(PodRole role) {
    return switch (role) {
      case DRIVER -> PodKeys.KUBERNETES_DRIVER_POD_FEATURE_STEPS;
      case EXECUTOR -> PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS;
    };
  }

  private static ConfigEntry<List<String>> excludedKey(PodRole role) {
    return switch (role) {
      case DRIVER -> PodKeys.KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS;
      case EXECUTOR -> PodKeys.KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS;
    };
  }
}
