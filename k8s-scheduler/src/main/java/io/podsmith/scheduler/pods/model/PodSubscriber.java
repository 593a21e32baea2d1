// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import java.util.List;

/** Is called on the event loop with what changed in the known pods. */
public interface PodSubscriber {
  /** Called with changed pods; one executor may appear several times, in order. */
  void onChanges(List<PodChange> changes);

  /** Called with changed pods that a workload created and whose executors have no id yet. */
  default void onUnnamedChanges(List<PodChange> changes) {}

  /**
   * Called when all pods were listed.
   *
   * @param listedAt when the list began, in milliseconds on the loop's clock
   * @param current whether the list has everything that had happened by then, and is not what a
   *     server's cache had
   */
  default void onFullList(long listedAt, boolean current) {}
}
