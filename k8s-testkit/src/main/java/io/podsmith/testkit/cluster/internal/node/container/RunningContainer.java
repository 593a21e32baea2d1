// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.util.concurrent.CompletableFuture;

/** A started container. */
public interface RunningContainer {
  /** Completes with the exit code when the container has ended and nothing of it is left. */
  CompletableFuture<Integer> exit();

  /** Asks it to end, as SIGTERM does. */
  void terminate();

  /** Ends it, as SIGKILL does. */
  void kill();

  /** Sends another signal to its main process, for example {@code PWR}. */
  void signal(String name);
}
