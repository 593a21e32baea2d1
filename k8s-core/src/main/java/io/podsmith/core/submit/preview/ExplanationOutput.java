// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plan.Explanation;
import io.podsmith.core.plan.Explanation.Styles;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the explanation of a submission where {@code spark.podsmith.explain} says. */
public final class ExplanationOutput {
  private static final Logger LOG = LoggerFactory.getLogger(ExplanationOutput.class);
  private static final String KEY = PodsmithKeys.EXPLAIN.key();
  private static final int WIDTH = 120;

  /** A word without a dot or slash is more likely a misspelled {@code true} than a file. */
  private static final Pattern WORD = Pattern.compile("[^./\\\\]*");

  private final Optional<Path> file;
  private final Consumer<String> console;

  private ExplanationOutput(Optional<Path> file, Consumer<String> console) {
    this.file = file;
    this.console = console;
  }

  /**
   * Reads the setting and checks that the file can be written.
   *
   * @param console receives the text if the setting is {@code true}
   * @return empty if no explanation is requested
   * @throws InvalidConfigurationException if the file cannot be written
   */
  public static Optional<ExplanationOutput> of(SparkSettings settings, Consumer<String> console) {
    Optional<String> value = settings.get(PodsmithKeys.EXPLAIN).map(String::strip);
    if (value.isEmpty() || value.get().equalsIgnoreCase("false")) {
      return Optional.empty();
    }
    return Optional.of(
        new ExplanationOutput(
            value.get().equalsIgnoreCase("true")
                ? Optional.empty()
                : Optional.of(writableFile(value.get())),
            console));
  }

  private static Path writableFile(String value) {
    if (WORD.matcher(value).matches() || !new LocalFiles().isClientLocal(value)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          KEY,
          value,
          "true, false, or the path of a file on this machine",
          "write a file of the working directory as ./name");
    }
    Path file;
    try {
      file = LocalFiles.pathOf(value).toAbsolutePath().normalize();
    } catch (IllegalArgumentException e) { // neither a path nor a URI
      throw notWritable(value, "it is not a path", e);
    }
    Path directory = file.getParent();
    if (Files.isDirectory(file)) {
      throw notWritable(value, "it is a directory", null);
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw notWritable(value, "the directory %s does not exist".formatted(directory), null);
    }
    boolean isWritable =
        Files.isWritable(Files.exists(file) || directory == null ? file : directory);
    if (!isWritable) {
      throw notWritable(value, "permission is denied", null);
    }
    return file;
  }

  /**
   * Writes the explanation.
   *
   * @throws InvalidConfigurationException if the file cannot be written
   */
  public void write(Plan plan) {
    if (file.isEmpty()) {
      console.accept(text(plan));
      return;
    }
    Path path = file.get();
    String name = path.toString().toLowerCase(Locale.ROOT);
    try {
      Files.writeString(
          path,
          name.endsWith(".json")
              ? PlanDocument.toJson(plan)
              : name.endsWith(".yaml") || name.endsWith(".yml")
                  ? PlanDocument.toYaml(plan)
                  : text(plan));
    } catch (IOException e) {
      throw notWritable(path.toString(), e.toString(), e);
    }
    LOG.info("Wrote the explanation of the submission to {}", path);
  }

  private static String text(Plan plan) {
    return new Explanation(WIDTH, Styles.PLAIN).plan(plan);
  }

  private static InvalidConfigurationException notWritable(
      String value, String why, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        KEY,
        "the file '%s' of %s cannot be written: %s; choose a file in a directory that exists"
            .formatted(value, KEY, why),
        cause);
  }
}
