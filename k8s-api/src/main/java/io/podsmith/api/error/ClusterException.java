// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request to the API server fails.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ClusterException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status, or 0 if there was no response. */
  private final int httpStatus;

  /**
   * Creates an exception.
   *
   * @param code the error code
   * @param message the verb, the kind and name of the object, the server's message, and what to
   *     change
   * @param httpStatus the HTTP status of the response, or 0 if there was none
   * @param cause the cause, or null
   */
  public ClusterException(
      ErrorCode code, String message, int httpStatus, @Nullable Throwable cause) {
    super(code, message, cause);
    this.httpStatus = httpStatus;
  }

  /**
   * Returns the HTTP status of the response.
   *
   * @return for example 403, or empty if there was no response
   */
  public final OptionalInt httpStatus() {
    return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }
}
