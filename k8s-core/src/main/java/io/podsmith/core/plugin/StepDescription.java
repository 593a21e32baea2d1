// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a step declares, for lists and pages about steps.
 *
 * @param info its id, description, phase, scope and origin
 * @param jar the path or address of its jar
 * @param version {@code Podsmith-Plugin-Version} or {@code Implementation-Version} of the jar's
 *     manifest, or empty
 * @param roles the roles whose pods it configures
 * @param before the ids that it runs before, sorted
 * @param after the ids that it runs after, sorted
 * @param aliases other names that settings may use for it, sorted
 * @param settings the settings that it declares, in its order
 */
public record StepDescription(
    StepInfo info,
    String jar,
    String version,
    Set<PodRole> roles,
    List<String> before,
    List<String> after,
    List<String> aliases,
    List<ConfigEntry<?>> settings) {
  public StepDescription {
    roles = Set.copyOf(roles);
    before = List.copyOf(before);
    after = List.copyOf(after);
    aliases = List.copyOf(aliases);
    settings = List.copyOf(settings);
  }

  static StepDescription of(StepDeclaration step) {
    return new StepDescription(
        step.info(),
        step.source().jar(),
        versionOf(step),
        EnumSet.copyOf(step.roles()),
        sorted(step.before()),
        sorted(step.after()),
        sorted(step.aliases()),
        step.configEntries());
  }

  /** Returns whether a setting or a user may mean this step by a name: its id or an alias. */
  public boolean isCalled(String name) {
    return info.id().equals(name) || aliases.contains(name);
  }

  private static String versionOf(StepDeclaration step) {
    Class<?> type =
        step.factory() instanceof ListedClassFactory listed
            ? listed.type()
            : step.factory().getClass();
    return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse("");
  }

  private static List<String> sorted(Set<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
