// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.cluster.ApiFailure;

/** The outcome of one request for an executor. */
public sealed interface CreateOutcome {
  /** Handles each kind of outcome. */
  interface Handler {
    void created(CreateAttempt attempt);

    void busy(CreateAttempt attempt, ApiFailure failure);

    void notThere(CreateAttempt attempt);

    void refused(CreateAttempt attempt, ApiFailure failure, boolean nameIsFree);

    void noClaim(CreateAttempt attempt, int claims);

    void awaitsClaim(CreateAttempt attempt);

    void nameTaken(CreateAttempt attempt, String podName);

    void ofOtherProfile(CreateAttempt attempt, int profileId);

    void hopeless(CreateAttempt attempt, Throwable cause);
  }

  /** Calls the handler's method for this kind of outcome. */
  void handle(CreateAttempt attempt, Handler handler);

  /** The pod and all that belongs to it exist. */
  record Created() implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.created(attempt);
    }
  }

  /** The server was overloaded or failed; nothing or only part of the request was done. */
  record Busy(ApiFailure failure) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.busy(attempt, failure);
    }
  }

  /** A pod that may have been created does not exist: it can be created, if still wanted. */
  record NotThere() implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.notThere(attempt);
    }
  }

  /**
   * The server rejected the request, and nothing of it is in the cluster.
   *
   * @param nameIsFree whether another executor may get its name
   */
  record Refused(ApiFailure failure, boolean nameIsFree) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.refused(attempt, failure, nameIsFree);
    }
  }

  /**
   * No volume claim is free.
   *
   * @param claims how many the application has
   */
  record NoClaim(int claims) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.noClaim(attempt, claims);
    }
  }

  /** It waits for the volume claim of a terminating executor. */
  record AwaitsClaim() implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.awaitsClaim(attempt);
    }
  }

  /** A pod of that name has ended or was deleted before, or belongs to something else. */
  record NameTaken(String podName) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.nameTaken(attempt, podName);
    }
  }

  /**
   * The executor exists for another resource profile: an earlier driver created it.
   *
   * @param profileId the profile of the pod
   */
  record OfOtherProfile(int profileId) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.ofOtherProfile(attempt, profileId);
    }
  }

  /** It cannot be built, and neither could the next one. */
  record Hopeless(Throwable cause) implements CreateOutcome {
    @Override
    public void handle(CreateAttempt attempt, Handler handler) {
      handler.hopeless(attempt, cause);
    }
  }
}
