// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes daemon threads with names that tell what they are for. */
public final class NodeThreads {
  private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);

  private NodeThreads() {}

  public static ThreadFactory factory(String purpose) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "embedded-node-" + purpose + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(
          (t, e) -> LOG.error("Thread {} of the embedded node failed", t.getName(), e));
      return thread;
    };
  }
}
