package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A step that failed while it was made or run.
 *
 * <p>Configuration errors of a step are not wrapped: they keep their own type.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class StepFailedException extends SparkKubernetesException {
  private static final long serialVersionUID = 1L;

  /** The id of the step. */
  private final String stepId;

  /** The plugin that brought the step, or where on the class path it came from. */
  private final String origin;

  /**
   * Makes a failure.
   *
   * @param code the kind of failure
   * @param stepId the id of the step
   * @param origin the plugin and jar that brought the step
   * @param message what happened and what to change
   * @param cause what the step threw, or null
   */
  public StepFailedException(
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
   * Returns where the step came from.
   *
   * @return the plugin and jar, or a place on the class path
   */
  public final String origin() {
    return origin;
  }
}
