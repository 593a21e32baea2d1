package io.podsmith.testkit.cluster.internal.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them in metadata and conditions. */
final class Timestamps {
  private Timestamps() {}

  /** Returns the current time, in whole seconds. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
