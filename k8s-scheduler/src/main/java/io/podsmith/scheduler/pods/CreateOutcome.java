package io.podsmith.scheduler.pods;

/** What became of a request for an executor. */
sealed interface CreateOutcome {
  /** The pod and all that belongs to it exist. */
  record Created() implements CreateOutcome {}

  /** The server had no time for it; nothing or only part of it was done. */
  record Busy(ApiFailure failure) implements CreateOutcome {}

  /** A pod that may have been created is not there: it may be asked for again, if still wanted. */
  record NotThere() implements CreateOutcome {}

  /**
   * The server will not have it as things are; nothing is left of it.
   *
   * @param nameIsFree whether another executor may bear its name
   */
  record Refused(ApiFailure failure, boolean nameIsFree) implements CreateOutcome {}

  /** It has to wait until a volume claim is given back. */
  record NoClaim(int claims) implements CreateOutcome {}

  /** It waits for a volume claim of an executor that is on its way out. */
  record AwaitsClaim() implements CreateOutcome {}

  /** The name is that of another's pod, or of one that has ended. */
  record NameTaken(String podName) implements CreateOutcome {}

  /** It cannot be built, and neither could the next one. */
  record Hopeless(Throwable cause) implements CreateOutcome {}
}
