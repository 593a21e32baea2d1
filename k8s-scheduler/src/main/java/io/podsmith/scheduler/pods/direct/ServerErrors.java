// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.OptionalLong;

/**
 * Tells a server that fails at the executors of one profile from one that is overloaded: the former
 * must not keep the other profiles waiting. Used on the event loop only.
 */
final class ServerErrors {
  /** Errors in a row that make it a rejection of the profile. */
  private static final int LIMIT = 5;

  /** The same where the server accepts executors of other profiles, so that it does work. */
  private static final int LIMIT_BESIDE_SUCCESS = 3;

  private static final int SERVER_ERROR = 500;

  /** When the server last accepted an executor of any profile. */
  private OptionalLong acceptedAt = OptionalLong.empty();

  void accepted(ProfileState profile, long now) {
    profile.accepted(now);
    acceptedAt = OptionalLong.of(now);
  }

  /** Returns whether a failure is to be handled as a rejection of the attempt's profile. */
  boolean isRejection(CreateAttempt attempt, ProfileState profile, ApiFailure failure) {
    if (!failure.isUnknownOutcome()) {
      return false;
    }
    if (attempt.serverErrors == 0 || profile.hasAcceptedSince(attempt.firstErrorAt)) {
      attempt.serverErrors = 0;
      attempt.firstErrorAt = attempt.begunAt;
    }
    attempt.serverErrors++;
    boolean failsEverywhere = acceptedAt.isEmpty() || acceptedAt.getAsLong() < attempt.firstErrorAt;
    return failsEverywhere
        ? failure.status() >= SERVER_ERROR && attempt.serverErrors >= LIMIT
        : attempt.serverErrors >= LIMIT_BESIDE_SUCCESS;
  }
}
