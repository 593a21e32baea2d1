// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.Locale;

/** What happens to a request instead of a prompt answer. */
enum Effect {
  /** 429 without a pause. */
  THROTTLED,
  /** 429 with the request to pause for 3 s. */
  RETRY_AFTER,
  /** 409 that is not about a name. */
  CONFLICT,
  /** 409, because an object has the name, which is deleted before anybody can look at it. */
  EXISTS,
  /** 500, without effect. */
  ERROR,
  /** 500, after the effect. */
  ERROR_AFTER,
  /** 503, without effect. */
  UNAVAILABLE,
  /** 410. */
  EXPIRED,
  /** The connection breaks before the server has read the request. */
  RESET,
  /** The connection breaks after the effect. */
  LOST,
  /** No answer for 10 s, and no effect. */
  TIMEOUT,
  /** No answer for 30 s, and no effect; the end of the application gives it up after 10 s. */
  SILENT,
  /** The connection breaks, and the request takes effect seconds later. */
  LATE,
  /** The request takes effect, and its answer takes seconds. */
  SLOW,
  /** 401. */
  UNAUTHORIZED,
  /** 403, because the account lacks a right. */
  FORBIDDEN,
  /** 403 by an admission controller. */
  DENIED,
  /** 422. */
  INVALID;

  /** Returns whether it is an answer that a retry does not change. */
  boolean isRejection() {
    return this == UNAUTHORIZED || this == FORBIDDEN || this == DENIED || this == INVALID;
  }

  /** Returns its name in scripts. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Effect of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
