// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.CliSettings;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.input.InputLimits;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.preview.PreviewRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes plans of settings and reads saved ones. Needs no cluster and uploads nothing. */
public final class Plans {
  private static final Pattern PLAN_BEGINNING =
      Pattern.compile("\\{|(---\\s+)?apiVersion:\\s*\"?podsmith\\.io/");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Plans() {}

  /**
   * Plans a submission that may be created later: names of objects have ids of a random seed, so
   * that the plan can be made again when it is applied.
   *
   * @param executor the executor of the plan
   * @throws io.podsmith.api.error.PodsmithException if a setting, a step or a plugin is wrong
   */
  static Plan toApply(CliSettings given, ExampleExecutor executor) {
    return plan(given, given.runtime().withIds(UniqueIds.seeded(RANDOM.nextLong())), executor);
  }

  /**
   * Plans a submission that is explained or compared only: the same settings give the same names.
   *
   * @throws io.podsmith.api.error.PodsmithException if a setting, a step or a plugin is wrong
   */
  public static Plan of(CliSettings given) {
    return of(given, ExampleExecutor.FIRST);
  }

  /**
   * Plans a submission that is explained only, as {@link #of(CliSettings)} does, with another
   * executor.
   *
   * @param executor the executor of the plan
   * @throws io.podsmith.api.error.PodsmithException if a setting, a step or a plugin is wrong
   */
  public static Plan of(CliSettings given, ExampleExecutor executor) {
    return plan(given, given.runtime().withIds(UniqueIds.seeded(0)), executor);
  }

  private static Plan plan(CliSettings given, SparkRuntime runtime, ExampleExecutor executor) {
    return prepare(given, runtime, executor, PreparedSubmission::plan);
  }

  /**
   * Prepares a submission that is described only: nothing is created, and local files get the URIs
   * of their copies, but are not uploaded.
   *
   * @param use takes what was prepared, which is closed afterwards
   * @throws io.podsmith.api.error.PodsmithException if a setting, a step or a plugin is wrong
   */
  public static <T> T prepare(CliSettings given, Function<PreparedSubmission, T> use) {
    return prepare(given, given.runtime().withIds(UniqueIds.seeded(0)), ExampleExecutor.FIRST, use);
  }

  private static <T> T prepare(
      CliSettings given,
      SparkRuntime runtime,
      ExampleExecutor executor,
      Function<PreparedSubmission, T> use) {
    try (PreparedSubmission prepared =
        Planner.prepare(
            given.settings().without(PodsmithKeys.DRY_RUN),
            new PreviewRuntime(runtime),
            given.application(),
            given.origins(),
            FileContents.ofAll(),
            executor)) {
      return use.apply(prepared);
    }
  }

  /**
   * Reads a saved plan.
   *
   * @throws InvalidConfigurationException if the file cannot be read, or is no plan of this format
   *     and as {@code podsmith plan} wrote it
   */
  public static Plan read(Path file) {
    return PlanDocument.read(text(file, "plan"), file.toString());
  }

  /**
   * Returns whether a file is a saved plan rather than a file of settings: by its extension or by
   * its beginning.
   *
   * @throws InvalidConfigurationException if the file cannot be read
   */
  public static boolean isPlan(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml")) {
      return true;
    }
    String text = text(file, "file of settings or plan");
    return PLAN_BEGINNING.matcher(text.stripLeading()).lookingAt();
  }

  /**
   * Reads a text file.
   *
   * @param what what it should be, for errors
   * @throws InvalidConfigurationException if it is missing, a directory or not a text
   */
  public static String text(Path file, String what) {
    String problem;
    try {
      if (Files.isDirectory(file)) {
        problem = "is a directory";
      } else if (!Files.exists(file)) {
        problem = "does not exist";
      } else {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(InputLimits.read(file)))
            .toString();
      }
    } catch (CharacterCodingException e) {
      problem = "is not a text in UTF-8";
    } catch (IOException e) {
      problem = "cannot be read (%s)".formatted(e.getClass().getSimpleName());
    }
    throw new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        file.toString(),
        "'%s' %s; pass the path of a %s".formatted(file, problem, what));
  }
}
