// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the API server answers to a request that it rejects. */
final class HttpFailures {
  private static final int NO_STATUS_SHOWN = 300;
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private HttpFailures() {}

  /**
   * Returns the failure that a response means.
   *
   * @param body the beginning of the response's body at least
   * @param what the request, as messages name it
   */
  static ApiFailure of(HttpResponse<?> response, byte[] body, String what) {
    String said = new String(body, StandardCharsets.UTF_8).trim();
    String reason = "";
    Set<String> causes = Set.of();
    Optional<Duration> retryAfter = retryAfter(response.header("Retry-After"), Instant.now());
    if (said.startsWith("{")) {
      try (JsonParser json = JsonObjects.JSON.createParser(body)) {
        json.nextToken();
        StatusDocument status = StatusDocument.read(json);
        said = status.message();
        reason = status.reason();
        causes = status.causes();
        if (retryAfter.isEmpty() && status.retryAfterSeconds().isPresent()) {
          retryAfter = Optional.of(Duration.ofSeconds(status.retryAfterSeconds().getAsInt()));
        }
      } catch (IOException | RuntimeException e) {
        // Not a status after all: the text itself is shown.
        reason = "";
      }
    }
    if (said.length() > NO_STATUS_SHOWN && reason.isEmpty()) {
      said = said.substring(0, NO_STATUS_SHOWN);
    }
    return new ApiFailure(
        response.code(),
        reason,
        what + ": HTTP " + response.code() + (said.isEmpty() ? "" : ", " + said),
        retryAfter,
        causes,
        null);
  }

  /** Reads a pause in seconds, or the time at which it ends. */
  static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(header.trim()))));
    } catch (NumberFormatException notSeconds) {
      return until(header.trim(), now);
    }
  }

  private static Optional<Duration> until(String date, Instant now) {
    try {
      ZonedDateTime end = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(bounded(Duration.between(now, end.toInstant())));
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration pause) {
    if (pause.isNegative()) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
