// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import java.time.Instant;

/** How often an event occurred, and when. */
record Occurrences(int count, Instant first, Instant last) {
  static Occurrences once(Instant at) {
    return new Occurrences(1, at, at);
  }

  Occurrences plus(Occurrences later) {
    return new Occurrences(count + later.count, first, later.last);
  }
}
