// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plan.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words for the parts of a plan, as all commands show them. */
public final class Words {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern AMBIGUOUS =
      Pattern.compile("|true|false|null|[-+.\\d][\\d.eE+-]*|\\s.*|.*\\s|[\\[{\"'].*|\\(.*\\)");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Words() {}

  /** Returns a value in one line: texts in quotes only where they would be mistaken. */
  public static String value(Object value) {
    if (value == FieldProvenance.REMOVED) {
      return String.valueOf(value);
    }
    if (value instanceof String text) {
      boolean isPlain =
          text.equals(Plan.WITHHELD)
              || (!AMBIGUOUS.matcher(text).matches() && !CONTROL.matcher(text).find());
      return isPlain ? text : json(text);
    }
    return value instanceof List<?> || value instanceof Map<?, ?>
        ? json(value)
        : String.valueOf(value);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: %s".formatted(value.getClass()), e);
    }
  }

  /** Returns a writer, for example {@code template driver.yaml}. */
  public static String writer(Writer writer) {
    return switch (writer.kind()) {
      case TEMPLATE -> "template %s".formatted(fileName(writer.name()));
      case STEP -> writer.name();
      case ENGINE -> "engine";
      case API_SERVER -> "api-server";
    };
  }

  /** Returns the jar of a step and its version, for example {@code logs.jar 1.2.0}. */
  public static String artifact(StepArtifact artifact) {
    String jar = fileName(artifact.jar());
    return artifact(jar.isEmpty() ? artifact.origin() : jar, artifact.version());
  }

  /** Returns a jar with its version, once only if the file is named after it. */
  public static String artifact(String jar, String version) {
    return fileName(jar).contains(version) ? jar : "%s %s".formatted(jar, version);
  }

  /** Returns the jar and version of a writer, empty where it is no step. */
  public static Optional<String> artifact(PlannedRole role, Writer writer) {
    return role.steps().stream()
        .filter(step -> writer.kind() == Writer.Kind.STEP && step.id().equals(writer.name()))
        .findFirst()
        .map(step -> artifact(step.artifact()))
        .filter(words -> !words.isEmpty());
  }

  /** Returns what a writer read of a setting, empty where it did not read it. */
  public static Optional<SettingRead> read(PlannedRole role, Writer writer, String key) {
    return role.steps().stream()
        .filter(step -> writer.kind() == Writer.Kind.STEP && step.id().equals(writer.name()))
        .flatMap(step -> step.reads().stream())
        .filter(read -> read.key().equals(key))
        .findFirst();
  }

  /** Returns a setting with its value, for example {@code spark.executor.cores=2}. */
  public static String setting(SettingRead read) {
    return read.value()
        .map(
            value ->
                "%s=%s".formatted(read.key(), CONTROL.matcher(value).find() ? json(value) : value))
        .orElse(read.key());
  }

  /** Returns the id of the resource profile of an executor, empty for the default one. */
  public static Optional<String> profile(PlannedRole role) {
    return role.pod().get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("labels") instanceof Map<?, ?> labels
        ? Optional.ofNullable(labels.get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL))
            .map(String::valueOf)
            .filter(id -> !id.equals("0"))
        : Optional.empty();
  }

  public static String fileName(String path) {
    String shown = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return shown.substring(shown.lastIndexOf('/') + 1);
  }

  /** Returns a number of things. */
  public static String count(int number, String thing) {
    return count(number, thing, "%ss".formatted(thing));
  }

  /** Returns a number of things whose plural is irregular. */
  public static String count(int number, String thing, String things) {
    return number == 1 ? "1 %s".formatted(thing) : "%d %s".formatted(number, things);
  }
}
