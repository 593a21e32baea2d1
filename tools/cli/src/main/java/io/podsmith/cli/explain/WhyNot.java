// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.TextLines;
import io.podsmith.cli.text.Words;
import io.podsmith.core.conf.Spelling;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers why a step did not run, or what it did. */
final class WhyNot {
  private static final int MAX_SUGGESTIONS = 3;

  private final Plan plan;
  private final PlannedRole role;
  private final int width;

  WhyNot(Plan plan, PlannedRole role, int width) {
    this.plan = plan;
    this.role = role;
    this.width = width;
  }

  /**
   * Answers for one step.
   *
   * @throws InvalidConfigurationException if no step has this id; the message names the nearest
   */
  String answer(String id) {
    Optional<PlannedStep> ran =
        role.steps().stream().filter(step -> step.id().equals(id)).findFirst();
    Optional<IdleStep> idle = role.idle().stream().filter(step -> step.id().equals(id)).findFirst();
    TextLines text = new TextLines(width);
    if (ran.isPresent()) {
      ran(text, ran.get());
    } else {
      idle(text, idle.orElseThrow(() -> unknown(id)));
    }
    return text.toString();
  }

  private void ran(TextLines text, PlannedStep step) {
    sentence(
        text,
        "%s (%s) ran for the %s pod in phase %s."
            .formatted(
                step.id(), Words.artifact(step.artifact()), role.role().label(), step.phase()));
    List<String> won = won(step.id());
    if (won.isEmpty()) {
      sentence(text, "It decides no field of the finished pod.");
    } else {
      sentence(text, "It decides %s:".formatted(Words.count(won.size(), "field")));
      won.forEach(path -> text.words("  ", List.of(path), "", word -> word));
    }
  }

  private void idle(TextLines text, IdleStep step) {
    String keys = String.join(", ", step.settings());
    sentence(
        text,
        "%s (%s) did not run for the %s pod: %s."
            .formatted(
                step.id(), Words.artifact(step.artifact()), role.role().label(), reason(step)));
    switch (step.reason()) {
      case NOT_REQUESTED -> {
        if (!step.settings().isEmpty()) {
          sentence(text, "It runs if the settings request it; it looks at:");
          step.settings().forEach(key -> text.words("  ", words(key), " ", word -> word));
        }
      }
      case DISABLED, EXCLUDED ->
          sentence(
              text,
              "To run it, remove it from %s."
                  .formatted(keys.isEmpty() ? "the setting that turns it off" : keys));
      case OTHER_ROLE -> {}
    }
  }

  /** Returns a setting with its value and origin, or that it is not set. */
  private List<String> words(String key) {
    Optional<SettingRead> set = find(key);
    return set.isEmpty()
        ? List.of(key, "(not set)")
        : List.of(Words.setting(set.get()), "(%s)".formatted(set.get().origin().shown()));
  }

  private Optional<SettingRead> find(String key) {
    return plan.properties().stream().filter(read -> read.key().equals(key)).findFirst();
  }

  /**
   * Answers for one step in the form of a tree.
   *
   * @throws InvalidConfigurationException if no step has this id; the message names the nearest
   */
  Map<String, Object> tree(String id) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("step", id);
    tree.put("role", role.role().label());
    Optional<PlannedStep> ran =
        role.steps().stream().filter(step -> step.id().equals(id)).findFirst();
    tree.put("runs", ran.isPresent());
    if (ran.isPresent()) {
      tree.put("jar", Words.artifact(ran.get().artifact()));
      tree.put("fields", won(id));
      return tree;
    }
    IdleStep idle =
        role.idle().stream()
            .filter(step -> step.id().equals(id))
            .findFirst()
            .orElseThrow(() -> unknown(id));
    tree.put("jar", Words.artifact(idle.artifact()));
    tree.put("reason", idle.reason().name());
    List<Map<String, Object>> settings = new ArrayList<>();
    for (String key : idle.settings()) {
      Map<String, Object> setting = new LinkedHashMap<>();
      setting.put("key", key);
      find(key)
          .ifPresent(
              read -> {
                read.value().ifPresent(value -> setting.put("value", value));
                setting.put("origin", read.origin().shown());
              });
      settings.add(setting);
    }
    tree.put("settings", settings);
    return tree;
  }

  private List<String> won(String id) {
    Writer writer = new Writer(Writer.Kind.STEP, id);
    return role.fields().stream()
        .filter(field -> field.winner().writer().equals(writer))
        .map(FieldProvenance::path)
        .toList();
  }

  static String reason(IdleStep step) {
    String keys = String.join(", ", step.settings());
    return switch (step.reason()) {
      case NOT_REQUESTED -> "no setting requests it";
      case DISABLED ->
          "%s disables it".formatted(keys.isEmpty() ? "spark.podsmith.steps.disabled" : keys);
      case EXCLUDED -> "%s excludes it".formatted(keys.isEmpty() ? "a setting" : keys);
      case OTHER_ROLE -> "it is for the other role";
    };
  }

  private InvalidConfigurationException unknown(String id) {
    List<String> nearest =
        ids()
            .distinct()
            .sorted(
                Comparator.comparingInt((String known) -> distance(id, known))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MAX_SUGGESTIONS)
            .toList();
    return new InvalidConfigurationException(
        PodsmithError.STEP_UNKNOWN,
        "--why-not",
        "No step has the id '%s'; the nearest are %s. Run podsmith steps list for all ids"
            .formatted(id, String.join(", ", nearest)));
  }

  private Stream<String> ids() {
    return Stream.concat(
        role.steps().stream().map(PlannedStep::id), role.idle().stream().map(IdleStep::id));
  }

  /** People often type an id without its owner. */
  private static int distance(String typed, String id) {
    return Math.min(
        Spelling.distance(typed, id), Spelling.distance(typed, id.substring(id.indexOf('.') + 1)));
  }

  private static void sentence(TextLines text, String words) {
    text.words("", new ArrayList<>(List.of(words.split(" "))), " ", word -> word);
  }
}
