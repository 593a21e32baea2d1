// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.ExampleExecutor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the executor of a plan. */
public final class ExecutorOptions {
  private static final String ID = "--executor-id";
  private static final String PROFILE = "--executor-profile";

  @Option(
      names = ID,
      paramLabel = "ID",
      description = "Plan the executor with this id. Default: 1.")
  private @Nullable String id;

  @Option(
      names = ExecutorRequest.OPTION,
      paramLabel = "NAME=AMOUNT,...",
      description = {
        "Plan an executor of a resource profile that requests this: cores, memory,",
        "memoryOverhead, offHeap, pyspark.memory, and devices such as nvidia.com/gpu.",
        "Default: the default resource profile."
      })
  private @Nullable String resources;

  @Option(
      names = PROFILE,
      paramLabel = "ID",
      description = "Id of the profile of --executor-resources. Default: 1.")
  private @Nullable String profile;

  /** Returns an option that was given, empty if there is none. */
  public Optional<String> given() {
    return id != null
        ? Optional.of(ID)
        : resources != null
            ? Optional.of(ExecutorRequest.OPTION)
            : Optional.ofNullable(profile).map(text -> PROFILE);
  }

  /**
   * Returns the executor.
   *
   * @param settings the settings of the application, which may name vendors of devices
   * @throws InvalidConfigurationException if an option is invalid
   */
  public ExampleExecutor executor(SparkSettings settings) {
    int number = id == null ? ExampleExecutor.FIRST.id() : positive(ID, id);
    if (resources != null) {
      return new ExampleExecutor(
          number,
          profile == null ? 1 : positive(PROFILE, profile),
          ExecutorRequest.parse(resources, settings));
    }
    if (profile != null) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          PROFILE,
          "%s is '%s', but %s does not say what the resource profile requests; add it, or remove %s for the default resource profile"
              .formatted(PROFILE, profile, ExecutorRequest.OPTION, PROFILE));
    }
    return ExampleExecutor.ofDefaultProfile(number);
  }

  private static int positive(String option, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw InvalidConfigurationException.of(
        PodsmithError.CONF_ARGUMENTS,
        option,
        text,
        "a whole number from 1 to %d".formatted(Integer.MAX_VALUE),
        "change it");
  }
}
