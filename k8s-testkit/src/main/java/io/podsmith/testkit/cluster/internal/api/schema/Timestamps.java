// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them in metadata and conditions. */
public final class Timestamps {
  private Timestamps() {}

  /** Returns the current time, in whole seconds. */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
