package io.podsmith.testkit.cluster.internal.node;

import java.lang.management.ManagementFactory;

/** What this machine has. */
final class NodeCapacity {
  private NodeCapacity() {}

  static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
