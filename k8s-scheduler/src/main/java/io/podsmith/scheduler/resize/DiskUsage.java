// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor tells the driver of its disks.
 *
 * @param executorId who tells
 * @param shares the share in use of the volume of each local directory, between 0 and 1
 */
record DiskUsage(String executorId, List<Double> shares) implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  DiskUsage {
    shares = List.copyOf(shares);
  }
}
