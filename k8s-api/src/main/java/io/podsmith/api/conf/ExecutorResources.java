// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.List;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * Cores and memory of the executors of one resource profile.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface ExecutorResources {
  /**
   * Returns the number of cores of the executor.
   *
   * @return a positive number
   */
  int cores();

  /**
   * Returns the cores that the executor offers to the task scheduler. This is less than {@link
   * #cores()} if the executor must run one task at a time, with all memory available to that task.
   * The CPU request of the pod is always that of {@link #cores()}.
   *
   * @return a positive number, at most {@link #cores()}
   */
  @Value.Default
  default int taskCores() {
    return cores();
  }

  /**
   * Returns the heap size of the executor's JVM.
   *
   * @return the size in MiB
   */
  long heapMiB();

  /**
   * Returns the memory of the container: heap, overhead, off-heap and Python.
   *
   * @return the size in MiB
   */
  long totalMemoryMiB();

  /**
   * Returns the extended resources, such as GPUs.
   *
   * @return the requested resources, possibly empty
   */
  List<ExtendedResource> extendedResources();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link ExecutorResources}. */
  final class Builder extends ImmutableExecutorResources.Builder {
    Builder() {}
  }
}
