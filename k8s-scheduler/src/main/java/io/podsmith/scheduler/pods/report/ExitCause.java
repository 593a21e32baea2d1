// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import java.util.Locale;

/** Whose doing the end of an executor was. */
public enum ExitCause {
  /** It failed by itself: an exit code, a crash, a failure to start. */
  APPLICATION(true),
  /** The kernel killed it for using more memory than its container may. */
  OUT_OF_MEMORY(true),
  /** The kubelet evicted it for using more than the pod itself allows. */
  OWN_LIMIT(true),
  /** The cluster took it away: eviction, preemption, a node that drains, shuts down or is gone. */
  CLUSTER(false),
  /** It ended by itself without an error, as an executor does that is told to exit. */
  FINISHED(false),
  /** A user or Spark deleted its pod. */
  DELETED(false),
  /** Its pod is gone, and its end was not observed. */
  LOST(false);

  private final boolean byApp;

  ExitCause(boolean byApp) {
    this.byApp = byApp;
  }

  /** Returns whether the failure of its tasks is held against the application. */
  public boolean isByApplication() {
    return byApp;
  }

  /** Returns the name as metrics and logs show it, for example {@code outOfMemory}. */
  public String camelCase() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(
          name.length() == 0 ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }
}
