// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All processes of a node, so that none is left behind when it goes. */
public final class Processes {
  private final Set<ProcessContainer> live = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Starts a process that takes nothing from this one.
   *
   * @param log takes standard output and standard error
   */
  public ProcessContainer start(ContainerLaunch launch, Path log) throws IOException {
    if (closed) {
      throw new IOException("the node is closed");
    }
    ProcessContainer process = ProcessContainer.start(launch, log);
    live.add(process);
    var unused = process.exit().whenComplete((code, failure) -> live.remove(process));
    if (closed) {
      process.kill();
    }
    return process;
  }

  /** Kills what still runs and waits until it has ended. */
  public void close() {
    closed = true;
    live.forEach(ProcessContainer::kill);
    live.forEach(process -> process.exit().join());
  }
}
