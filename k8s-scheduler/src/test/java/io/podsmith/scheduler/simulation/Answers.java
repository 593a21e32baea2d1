// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How the API server answers requests that fail. */
final class Answers {
  private static final String FORBIDDEN =
      "User \"driver\" cannot %s resource \"pods\" in API group \"\" in the namespace \"ns\"";

  private Answers() {}

  static ApiFailure failure(int status, String reason, String message) {
    return new ApiFailure(status, reason, message, null);
  }

  /** Returns the failure of a request to which something happens. */
  static ApiFailure of(Effect effect, Call call) {
    return switch (effect) {
      case THROTTLED -> failure(429, "TooManyRequests", "slow down");
      case RETRY_AFTER ->
          new ApiFailure(
              429,
              "TooManyRequests",
              "slow down",
              Optional.of(Duration.ofSeconds(3)),
              Set.of(),
              null);
      case CONFLICT -> failure(409, "Conflict", "the object has been modified");
      case EXISTS -> failure(409, "AlreadyExists", "it exists");
      case ERROR, ERROR_AFTER -> failure(500, "InternalError", "etcdserver: leader changed");
      case UNAVAILABLE -> failure(503, "ServiceUnavailable", "not ready");
      case EXPIRED -> failure(410, "Expired", "too old resource version");
      case RESET, LOST, SLOW -> noAnswer("connection reset");
      case TIMEOUT, SILENT, LATE -> noAnswer("timeout");
      case UNAUTHORIZED -> failure(401, "Unauthorized", "Unauthorized");
      case FORBIDDEN -> failure(403, "Forbidden", FORBIDDEN.formatted(call.word()));
      case DENIED -> failure(403, "Forbidden", "admission webhook denied the request");
      case INVALID -> failure(422, "Invalid", "Pod is invalid");
    };
  }

  private static ApiFailure noAnswer(String message) {
    return ApiFailure.noAnswer(message, new IllegalStateException(message));
  }
}
