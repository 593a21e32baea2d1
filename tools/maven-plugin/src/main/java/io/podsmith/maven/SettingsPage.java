// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.plugin.StepDescription;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The settings reference of a step jar, in Markdown. */
final class SettingsPage {
  private SettingsPage() {}

  /**
   * Returns the page.
   *
   * @param project the name and version of the project
   * @param steps the steps of its jar
   */
  static String of(String project, List<StepDescription> steps) {
    StringBuilder page = new StringBuilder("# Settings of %s\n".formatted(project));
    steps.stream()
        .sorted(Comparator.comparing(step -> step.info().id()))
        .forEach(step -> page.append(section(step)));
    return page.toString();
  }

  private static String section(StepDescription step) {
    String roles =
        step.roles().stream().sorted().map(PodRole::label).collect(Collectors.joining(", "));
    List<ConfigEntry<?>> settings =
        step.settings().stream().filter(entry -> !entry.isInternal()).toList();
    String rows = settings.stream().map(SettingsPage::row).collect(Collectors.joining());
    return """

    ## %s
    %s

    Pods: %s. Phase: `%s`.

    %s\
    """
        .formatted(
            step.info().id(),
            step.info().description(),
            roles,
            step.info().phase(),
            settings.isEmpty()
                ? "The step has no settings.\n"
                : "| setting | type | default | since | meaning |\n|---|---|---|---|---|\n%s"
                    .formatted(rows));
  }

  private static String row(ConfigEntry<?> entry) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            entry.key(),
            cell(entry.typeName()),
            defaultOf(entry),
            cell(entry.since()),
            cell(meaning(entry)));
  }

  private static String defaultOf(ConfigEntry<?> entry) {
    return entry
        .defaultText()
        .map(text -> text.isEmpty() ? "empty" : "`%s`".formatted(cell(text)))
        .or(() -> entry.fallback().map(other -> "value of `%s`".formatted(other.key())))
        .orElse("none");
  }

  private static String meaning(ConfigEntry<?> entry) {
    String secret = entry.isSecret() ? " The value is a secret." : "";
    String older =
        entry.alternatives().isEmpty()
            ? ""
            : entry.alternatives().stream()
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ", " Deprecated keys: ", "."));
    return "%s Must be %s.%s%s".formatted(entry.doc(), entry.constraint(), secret, older).strip();
  }

  /** Keeps a text within its cell of the table. */
  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
