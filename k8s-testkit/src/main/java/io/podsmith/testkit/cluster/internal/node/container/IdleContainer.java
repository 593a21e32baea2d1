// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.util.concurrent.CompletableFuture;

/** A container without a process: runs until it is told to stop. */
public final class IdleContainer implements RunningContainer {
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void terminate() {
    exit.complete(0);
  }

  @Override
  public void kill() {
    exit.complete(137);
  }

  @Override
  public void signal(String name) {}
}
