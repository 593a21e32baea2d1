// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a submission ended.
 *
 * @param submissionId {@code namespace:pod}
 * @param phase the last phase of the driver's pod that was seen, for example {@code Succeeded}
 * @param exitCode the exit code of Spark's container, empty where it was not waited for or is not
 *     known
 * @param failure why the application did not succeed, in a sentence; empty where it did, or where
 *     it was not waited for
 */
public record SubmissionResult(
    String submissionId, String phase, OptionalInt exitCode, Optional<String> failure) {

  /**
   * Returns what a process that stands for the application should end with: 0 for success or where
   * it was not waited for, the driver's own code where it is known and not 0, else 1.
   */
  public int processExitCode() {
    return failure.isEmpty() ? 0 : Math.max(1, exitCode.orElse(1));
  }

  /**
   * Throws where the application did not succeed.
   *
   * @return this
   * @throws PodsmithException with {@link PodsmithError#APP_FAILED}
   */
  public SubmissionResult orThrow() {
    if (failure.isPresent()) {
      throw new PodsmithException(PodsmithError.APP_FAILED, failure.get());
    }
    return this;
  }
}
