package io.podsmith.scheduler.pods.allocation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that there are as many executors as wanted.
 *
 * <p>The kinds of allocator differ in what they create: pods, or something that makes pods. Used on
 * the event loop, but for {@link #isDeleted}.
 */
public interface ExecutorAllocator extends PodSubscriber {
  /** What is there is known, and the driver can be reached: executors may be asked for. */
  void start();

  /** Sets how many executors are wanted; profiles that are not named keep their number. */
  void setTargets(Map<Integer, Integer> executorsByProfile);

  /** Learns that executors were told to exit, so that they no longer count. */
  void executorsReleased(Collection<Long> executorIds);

  /** Learns that executors are to exit once they have handed on what they hold. */
  default void decommissioning(Collection<Long> executorIds) {}

  /** Learns that the executor in a pod that was made from a template has got its id. */
  default void idGiven(String podName, long executorId) {}

  /** What makes pods anew as long as it is there: to be deleted before the pods are. */
  default List<HasMetadata> podControllers() {
    return List.of();
  }

  /** Returns whether an executor was given up before it registered. For any thread. */
  boolean isDeleted(long executorId);

  /** Asks for no more executors, for good. */
  void stop();

  /** Returns whether no request for an executor is under way. */
  boolean isQuiet();

  /**
   * Returns whether executors are being asked for, were just now, or will be once {@link #start} is
   * called, so that it can wait how they are. An allocator that has to know what there is before it
   * starts says no.
   */
  default boolean isAsking() {
    return false;
  }

  /**
   * Executors that were created and not seen yet; empty where that is not known, as something else
   * creates them.
   */
  default Optional<Set<Long>> unseen() {
    return Optional.empty();
  }
}
