// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.allocator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Sees to it that there are as many executors as the scheduler wants.
 *
 * <p>Implemented by users, with a public constructor without parameters; Podsmith makes one
 * instance for an application. All methods but {@link #isDeleted} are called on one thread, which
 * must not wait for the cluster: hand requests to {@link AllocatorContext#request} and come back by
 * {@link AllocatorContext#run}. What a method throws ends the application with that cause.
 *
 * <p>Pods must bear the labels that {@link ExecutorObjects} gives them: by these they are found,
 * followed and, when the application ends, deleted. A pod that is made from a template has no
 * executor id; its executor asks the driver for one, which is then put on the pod as a label.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PodsAllocator {
  /**
   * Begins, when it is known what pods there are and the driver can be reached. The first call;
   * {@link #setTargets} and {@link #podsChanged} follow with the present state.
   *
   * @param context what there is to work with, for as long as the application runs
   */
  void start(AllocatorContext context);

  /**
   * Learns how many executors are wanted from now on, running ones included.
   *
   * @param executorsByProfile the number by id of the resource profile, for all profiles so far
   */
  void setTargets(Map<Integer, Integer> executorsByProfile);

  /**
   * Learns what has changed about the pods of the application's executors.
   *
   * @param pods the pods that changed, each as it is now
   */
  void podsChanged(List<ObservedPod> pods);

  /**
   * Learns that the scheduler has released executors: they end by themselves and no longer count.
   * Those that still run after {@code spark.kubernetes.dynamicAllocation.deleteGracePeriod} are
   * deleted by Podsmith.
   *
   * @param executorIds the executors
   */
  default void executorsReleased(Collection<Long> executorIds) {}

  /**
   * Learns that executors hand on what they hold and end by themselves after that.
   *
   * @param executorIds the executors
   */
  default void decommissioning(Collection<Long> executorIds) {}

  /**
   * Returns whether an executor was given up before it registered, so that it must not register any
   * more. May be called by any thread.
   *
   * @param executorId the executor
   * @return false by default
   */
  default boolean isDeleted(long executorId) {
    return false;
  }

  /** Requests no more executors, for good. Only {@link #podControllers} is called after this. */
  default void stop() {}

  /**
   * Returns the objects that would create pods again, for example a Job: Podsmith deletes them
   * before it deletes the pods. Called after {@link #stop}, on the same thread.
   *
   * @return objects of which kind, name and namespace matter; none by default
   */
  default List<HasMetadata> podControllers() {
    return List.of();
  }
}
