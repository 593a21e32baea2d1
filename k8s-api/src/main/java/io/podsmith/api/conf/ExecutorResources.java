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
   * Returns how many tasks of one core run side by side.
   *
   * @return a positive number
   */
  int cores();

  /**
   * Returns the cores that the executor offers to the scheduler: fewer than {@link #cores()} where
   * it is to run one task at a time, with all memory to itself. The pod asks for the cpu of {@link
   * #cores()} in any case.
   *
   * @return a positive number, not more than the cores
   */
  @Value.Default
  default int offeredCores() {
    return cores();
  }

  /**
   * Returns the heap of the executor's JVM.
   *
   * @return MiB
   */
  long heapMiB();

  /**
   * Returns the memory of the container: heap, overhead, off-heap and Python.
   *
   * @return MiB
   */
  long totalMemoryMiB();

  /**
   * Returns the countable resources.
   *
   * @return requests, possibly none
   */
  List<CustomResource> customResources();

  /**
   * Starts a value.
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
