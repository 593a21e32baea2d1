// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a step is invalid or fails.
 *
 * <p>An {@link InvalidConfigurationException} that a step throws is not wrapped.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class StepException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  /** The id of the step. */
  private final String stepId;

  /** The plugin that contains the step, or its location on the classpath. */
  private final String origin;

  /**
   * Creates an exception.
   *
   * @param code the error code
   * @param stepId the id of the step
   * @param origin the plugin and jar that contain the step
   * @param message what failed and what to change
   * @param cause what the step threw, or null
   */
  public StepException(
      ErrorCode code, String stepId, String origin, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.stepId = stepId;
    this.origin = origin;
  }

  /**
   * Returns the id of the step that failed.
   *
   * @return for example {@code acme.log-shipper}
   */
  public final String stepId() {
    return stepId;
  }

  /**
   * Returns the origin of the step.
   *
   * @return the plugin and jar, or a location on the classpath
   */
  public final String origin() {
    return origin;
  }
}
