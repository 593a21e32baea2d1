// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.conf.views.SettingReads;
import io.podsmith.core.executors.ExecutorSettings;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.calls.StepTimeLimit;

/** Builds all that a submission creates, without creating it. */
public final class Planner {
  private Planner() {}

  /**
   * Builds all that a submission creates. Creates nothing and needs no cluster; local files are
   * uploaded where {@code spark.kubernetes.file.upload.path} is set and a step uploads them.
   *
   * <p>The steps run once. Which settings they read is always recorded, in microseconds; {@link
   * PreparedSubmission#plan} computes the rest when it is called.
   *
   * @param origins where the settings were set
   * @return to be closed by the caller
   * @throws io.podsmith.api.error.PodsmithException if a setting, a step or a plugin is wrong;
   *     settings of executor management, which only the driver reads, are checked, too
   */
  public static PreparedSubmission prepare(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins) {
    return prepare(
        settings, runtime, application, origins, FileContents.ofAll(), ExampleExecutor.FIRST);
  }

  /**
   * Builds all that a submission creates, as {@link #prepare(SparkSettings, SparkRuntime,
   * Application, SettingOrigins)} does, and shares the files that it reads with other readers.
   *
   * @param contents the files that were read already, to which the files read here are added
   */
  public static PreparedSubmission prepare(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins,
      FileContents contents) {
    return prepare(settings, runtime, application, origins, contents, ExampleExecutor.FIRST);
  }

  /**
   * Builds all that a submission creates, as {@link #prepare(SparkSettings, SparkRuntime,
   * Application, SettingOrigins)} does, with another executor as the example.
   *
   * @param contents the files that were read already, to which the files read here are added
   * @param example the executor of the plan
   */
  public static PreparedSubmission prepare(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins,
      FileContents contents,
      ExampleExecutor example) {
    // before plugins are loaded and steps upload files
    ExecutorSettings.check(settings);
    return StepTimeLimit.during(
        StepTimeLimit.of(settings),
        () -> prepareInTime(settings, runtime, application, origins, contents, example));
  }

  private static PreparedSubmission prepareInTime(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins,
      FileContents contents,
      ExampleExecutor example) {
    SparkRuntime once = runtime.readingOnce(contents);
    StepRegistry registry = StepRegistry.load(settings, once.files(settings));
    try {
      SettingReads reads = new SettingReads();
      DriverConf conf = DriverConf.create(settings, once, application, reads);
      DriverSpec spec = new DriverSpecBuilder(registry, example).build(conf);
      KnownSteps steps = KnownSteps.of(registry, spec.firstExecutor().isPresent());
      return new PreparedSubmission(
          spec,
          settings,
          registry,
          new PlanBuilder(settings, once, application, origins, steps, reads, spec));
    } catch (RuntimeException | Error e) {
      registry.close();
      throw e;
    }
  }
}
