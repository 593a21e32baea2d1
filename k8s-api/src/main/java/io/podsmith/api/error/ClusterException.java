package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API server that failed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ClusterException extends SparkKubernetesException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status, 0 where there was no answer. */
  private final int httpStatus;

  /**
   * Makes a failure.
   *
   * @param code the kind of failure
   * @param message the verb, the kind and name of the object, what the server said, what to change
   * @param httpStatus the HTTP status of the answer, 0 where there was none
   * @param cause the underlying failure, or null
   */
  public ClusterException(
      ErrorCode code, String message, int httpStatus, @Nullable Throwable cause) {
    super(code, message, cause);
    this.httpStatus = httpStatus;
  }

  /**
   * Returns the HTTP status of the answer.
   *
   * @return for example 403, or 0 where there was no answer
   */
  public final int httpStatus() {
    return httpStatus;
  }
}
