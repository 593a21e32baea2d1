// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps as many executors as the scheduler wants.
 *
 * <p>The kinds of allocators differ in what they create: pods, or workloads that create pods. Used
 * on the event loop, except for {@link #isDeleted}.
 */
public interface ExecutorAllocator extends PodSubscriber {
  /** Starts allocating. Called once the existing pods are known and the driver is reachable. */
  void start();

  /** Sets how many executors are wanted; profiles that are not named keep their number. */
  void setTargets(Map<Integer, Integer> executorsByProfile);

  /** Handles executors that the scheduler has told to exit: they no longer count. */
  void executorsReleased(Collection<Long> executorIds);

  /** Handles executors that exit once they have migrated their blocks. */
  default void decommissioning(Collection<Long> executorIds) {}

  /** Handles the id that the executor in a pod of a workload was assigned. */
  default void idGiven(String podName, long executorId) {}

  /** Returns the workloads that recreate pods, and so must be deleted before the pods. */
  default List<HasMetadata> podControllers() {
    return List.of();
  }

  /** Returns whether an executor was given up before it registered. For any thread. */
  boolean isDeleted(long executorId);

  /**
   * Returns whether an earlier driver created an executor that has not registered with this one.
   */
  default boolean isInherited(long executorId) {
    return false;
  }

  /** Requests no more executors. Final. */
  void stop();

  /** Returns whether no request for an executor is in flight. */
  boolean isQuiet();

  /**
   * Returns whether executors are being requested, were just requested, or will be as soon as
   * {@link #start} is called, so that the watch of their pods can be delayed. False for an
   * allocator that has to know the existing pods before it starts.
   */
  default boolean isRequesting() {
    return false;
  }

  /**
   * Returns the executors that were created and not observed yet; empty if that is unknown, because
   * a workload creates them.
   */
  default Optional<Set<Long>> unobserved() {
    return Optional.empty();
  }
}
