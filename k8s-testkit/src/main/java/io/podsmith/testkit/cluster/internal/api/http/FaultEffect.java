// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import java.time.Duration;

/**
 * What a fault does to one request.
 *
 * @param kind what happens
 * @param status for {@link Kind#STATUS} the HTTP status
 * @param reason for {@link Kind#STATUS} the reason of the Status
 * @param message for {@link Kind#STATUS} the message of the Status
 * @param duration how long or how late; for {@link Kind#STATUS} what Retry-After says
 */
public record FaultEffect(Kind kind, int status, String reason, String message, Duration duration) {
  /** What happens. */
  public enum Kind {
    /** The request is answered with a Status instead of being carried out. */
    STATUS,
    /** The request is carried out later. */
    LATENCY,
    /** The connection is dropped, the request not carried out. */
    DROP_BEFORE,
    /** The request is carried out, the connection dropped. */
    DROP_AFTER,
    /** The request is neither carried out nor answered; the connection stays open. */
    SILENCE_BEFORE,
    /** The request is carried out and never answered; the connection stays open. */
    SILENCE_AFTER,
    /** A stream is cut after some time. */
    CUT,
    /** The events of a watch come late. */
    DELAY_EVENTS
  }

  /**
   * Makes an effect that is no Status.
   *
   * @param kind what happens
   * @param duration how long or how late
   * @return the effect
   */
  public static FaultEffect of(Kind kind, Duration duration) {
    return new FaultEffect(kind, 0, "", "", duration);
  }
}
