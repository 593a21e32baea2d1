// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.access;

import io.podsmith.cli.CliSettings;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Plans;
import io.podsmith.core.access.Job;
import io.podsmith.core.access.JobAccess;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads jobs from files of settings and from saved plans.
 *
 * @param options hold for all jobs
 * @param application the application and its arguments; may be empty
 */
record JobReader(SettingsOptions options, List<String> application) {
  /**
   * Reads a job.
   *
   * @throws io.podsmith.api.error.PodsmithException if it cannot be read or planned
   */
  JobAccess read(Path file) {
    return Plans.isPlan(file)
        ? JobAccess.of(Job.of(Plans.read(file), options.resolve().settings()))
        : of(options.resolve(file, application));
  }

  /**
   * Reads the job of the options.
   *
   * @throws io.podsmith.api.error.PodsmithException if it cannot be planned
   */
  JobAccess read() {
    return of(options.resolve(application));
  }

  private static JobAccess of(CliSettings given) {
    return Plans.prepare(given, prepared -> JobAccess.of(Job.of(prepared)));
  }
}
