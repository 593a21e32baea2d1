package io.podsmith.testkit.cluster.internal.api;

/** A document that does not fit its type. */
final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitException(String why) {
    super(why, null, false, false);
  }
}
