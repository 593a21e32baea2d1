// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the API server answers to a request that it rejects. */
final class HttpFailures {
  private static final int NO_STATUS_SHOWN = 300;

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
    long retryAfter = retryAfterMillis(response.header("Retry-After"), System.currentTimeMillis());
    if (said.startsWith("{")) {
      try (JsonParser json = JsonObjects.JSON.createParser(body)) {
        json.nextToken();
        StatusDocument status = StatusDocument.read(json);
        said = status.message();
        reason = status.reason();
        causes = status.causes();
        if (retryAfter < 0 && status.retryAfterSeconds().isPresent()) {
          retryAfter = status.retryAfterSeconds().getAsInt() * 1_000L;
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
  static long retryAfterMillis(@Nullable String header, long now) {
    if (header == null) {
      return -1;
    }
    try {
      return Math.max(0, Long.parseLong(header.trim()) * 1_000L);
    } catch (NumberFormatException notSeconds) {
      return millisUntil(header.trim(), now);
    }
  }

  private static long millisUntil(String date, long now) {
    try {
      ZonedDateTime end = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Math.max(0, end.toInstant().toEpochMilli() - now);
    } catch (DateTimeParseException noDate) {
      return -1;
    }
  }
}
