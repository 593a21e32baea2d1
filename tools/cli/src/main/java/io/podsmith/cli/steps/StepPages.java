// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.steps;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.Table;
import io.podsmith.cli.text.Words;
import io.podsmith.core.conf.Spelling;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plugin.StepDescription;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders the steps that settings and classpath give. */
public final class StepPages {
  private static final int MAX_SUGGESTIONS = 3;
  private static final String UNKNOWN = "unknown";

  private final List<StepDescription> steps;
  private final Optional<Plan> plan;
  private final String unknown;

  /**
   * Renders steps.
   *
   * @param steps in their order
   * @param plan what the same settings give; empty where they do not suffice for one
   * @param unknown why there is no plan, in a sentence; else empty
   */
  public StepPages(List<StepDescription> steps, Optional<Plan> plan, String unknown) {
    this.steps = List.copyOf(steps);
    this.plan = plan;
    this.unknown = unknown;
  }

  /**
   * Returns all steps in aligned columns.
   *
   * @param width the number of characters in a line
   */
  public String list(int width) {
    Table table = new Table("STEP", "PHASE", "DRIVER", "EXECUTOR", "JAR");
    for (StepDescription step : steps) {
      table.add(
          step.info().id(),
          step.info().phase().name(),
          state(step, PodRole.DRIVER),
          state(step, PodRole.EXECUTOR),
          Words.artifact(Words.fileName(step.jar()), step.version()));
    }
    StringBuilder text = new StringBuilder();
    table.lines().forEach(line -> text.append(cut(line, width)).append('\n'));
    unknown(text, width);
    return text.toString();
  }

  private static String cut(String line, int width) {
    return line.length() > width ? "%s...".formatted(line.substring(0, width - 3)) : line;
  }

  private void unknown(StringBuilder text, int width) {
    if (!unknown.isEmpty()) {
      wrap(text.append('\n'), "", "Whether a step runs is unknown: %s".formatted(unknown), width);
    }
  }

  /**
   * Returns all that a step declares.
   *
   * @param id its id or an alias
   * @throws InvalidConfigurationException if there is no such step; the message names the nearest
   */
  public String describe(String id, int width) {
    StepDescription step = find(id);
    StringBuilder text = new StringBuilder();
    row(text, "Step", step.info().id());
    row(text, "Jar", Words.artifact(step.jar(), step.version()));
    row(text, "Phase", step.info().phase().name());
    row(
        text,
        "Roles",
        step.roles().stream().sorted().map(PodRole::label).collect(Collectors.joining(", ")));
    row(text, "Before", String.join(", ", step.before()));
    row(text, "After", String.join(", ", step.after()));
    row(text, "Aliases", String.join(", ", step.aliases()));
    for (PodRole role : PodRole.values()) {
      if (step.roles().contains(role)) {
        row(
            text,
            "In %s".formatted(role.label()),
            "%s%s".formatted(state(step, role), why(step, role)));
      }
    }
    text.append('\n');
    wrap(text, "", step.info().description(), width);
    if (!step.settings().isEmpty()) {
      text.append("\nSettings\n");
      step.settings().forEach(entry -> setting(text, entry, width));
    }
    unknown(text, width);
    return text.toString();
  }

  /** Returns the steps as a tree for JSON and YAML. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("steps", steps.stream().map(this::tree).toList());
    tree.put("unknown", unknown);
    return tree;
  }

  /**
   * Returns one step as a tree for JSON and YAML.
   *
   * @throws InvalidConfigurationException if there is no such step; the message names the nearest
   */
  public Map<String, Object> tree(String id) {
    return tree(find(id));
  }

  private Map<String, Object> tree(StepDescription step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", step.info().id());
    tree.put("description", step.info().description());
    tree.put("jar", step.jar());
    tree.put("version", step.version());
    tree.put("phase", step.info().phase().name());
    Map<String, Object> roles = new LinkedHashMap<>();
    step.roles().stream().sorted().forEach(role -> roles.put(role.label(), state(step, role)));
    tree.put("roles", roles);
    tree.put("before", step.before());
    tree.put("after", step.after());
    tree.put("aliases", step.aliases());
    tree.put("settings", step.settings().stream().map(this::tree).toList());
    return tree;
  }

  private Map<String, Object> tree(ConfigEntry<?> entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", entry.key());
    tree.put("type", entry.typeName());
    tree.put("default", defaultOf(entry));
    tree.put("doc", entry.doc());
    tree.put("aliases", entry.alternatives());
    tree.put("secret", entry.isSecret());
    set(entry)
        .ifPresent(
            read -> {
              read.value().ifPresent(value -> tree.put("value", value));
              tree.put("origin", read.origin().shown());
            });
    return tree;
  }

  private StepDescription find(String id) {
    return steps.stream()
        .filter(step -> step.isCalled(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private InvalidConfigurationException unknown(String id) {
    String nearest =
        steps.stream()
            .map(step -> step.info().id())
            .sorted(
                Comparator.comparingInt((String known) -> distance(id, known))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MAX_SUGGESTIONS)
            .collect(Collectors.joining(", "));
    return new InvalidConfigurationException(
        PodsmithError.STEP_UNKNOWN,
        "ID",
        "No step has the id '%s'; the nearest are %s. Run podsmith steps list for all ids"
            .formatted(id, nearest));
  }

  /** People often type an id without its owner. */
  private static int distance(String typed, String id) {
    return Math.min(
        Spelling.distance(typed, id), Spelling.distance(typed, id.substring(id.indexOf('.') + 1)));
  }

  private String state(StepDescription step, PodRole role) {
    if (!step.roles().contains(role)) {
      return "-";
    }
    String id = step.info().id();
    boolean isRunning =
        planned(role).stream()
            .flatMap(planned -> planned.steps().stream())
            .anyMatch(ran -> ran.id().equals(id));
    return isRunning ? "runs" : idle(step, role).map(StepPages::words).orElse(UNKNOWN);
  }

  private Optional<PlannedRole> planned(PodRole role) {
    return role == PodRole.DRIVER ? plan.map(Plan::driver) : plan.flatMap(Plan::executor);
  }

  private Optional<IdleStep> idle(StepDescription step, PodRole role) {
    return planned(role).stream()
        .flatMap(planned -> planned.idle().stream())
        .filter(idle -> idle.id().equals(step.info().id()))
        .findFirst();
  }

  private String why(StepDescription step, PodRole role) {
    if (plan.isPresent() && planned(role).isEmpty()) {
      return ": %s".formatted(plan.get().executorUnknown());
    }
    return idle(step, role)
        .filter(idle -> idle.reason() != IdleStep.Reason.NOT_REQUESTED)
        .map(idle -> String.join(", ", idle.settings()))
        .filter(keys -> !keys.isEmpty())
        .map(" by %s"::formatted)
        .orElse("");
  }

  private Optional<SettingRead> set(ConfigEntry<?> entry) {
    return plan.stream()
        .flatMap(planned -> planned.properties().stream())
        .filter(read -> read.key().equals(entry.key()) || entry.alternatives().contains(read.key()))
        .findFirst();
  }

  private static String words(IdleStep step) {
    return switch (step.reason()) {
      case NOT_REQUESTED -> "not requested";
      case DISABLED -> "disabled";
      case EXCLUDED -> "excluded";
      case OTHER_ROLE -> "-";
    };
  }

  private static void row(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("%-13s%s".formatted(name, value)).append('\n');
    }
  }

  private void setting(StringBuilder text, ConfigEntry<?> entry, int width) {
    text.append("  ").append(entry.key()).append('\n');
    List<String> facts =
        Stream.of(
                entry.typeName(),
                "default: %s".formatted(defaultOf(entry)),
                entry.alternatives().isEmpty()
                    ? ""
                    : "aliases: %s".formatted(String.join(", ", entry.alternatives())),
                entry.isSecret() ? "secret" : "")
            .filter(fact -> !fact.isEmpty())
            .toList();
    set(entry)
        .ifPresent(
            read ->
                wrap(
                    text,
                    "      ",
                    "set: %s (%s)".formatted(read.value().orElse(""), read.origin().shown()),
                    width));
    wrap(text, "      ", String.join("; ", facts), width);
    wrap(text, "      ", entry.doc(), width);
  }

  private static String defaultOf(ConfigEntry<?> entry) {
    return entry
        .defaultText()
        .map(Object::toString)
        .or(() -> entry.fallback().map(other -> "that of %s".formatted(other.key())))
        .orElse("none");
  }

  private static void wrap(StringBuilder text, String indent, String words, int width) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : words.split("\\s+")) {
      if (line.length() > indent.length() && line.length() + word.length() + 1 > width) {
        text.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
