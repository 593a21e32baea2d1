// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.AllocatorKind;
import io.podsmith.core.conf.keys.ExecutorKeys;
import java.util.Optional;

/**
 * Which allocator the user has chosen.
 *
 * @param set the kind of set that keeps up pods, empty where there is none
 * @param className the user's own class, empty where it is one of ours
 * @param deletionCost what marks pods as the first to go when a deployment shrinks
 */
public record AllocatorChoice(Optional<SetKind> set, Optional<String> className, int deletionCost) {
  private static final int DEFAULT_COST = -1;

  public static AllocatorChoice read(SparkSettings settings) {
    String chosen = settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR);
    Optional<Integer> cost = settings.get(ExecutorKeys.KUBERNETES_EXECUTOR_POD_DELETION_COST);
    AllocatorKind kind = AllocatorKind.of(chosen);
    Optional<String> className =
        kind == AllocatorKind.CUSTOM ? Optional.of(chosen) : Optional.empty();
    AllocatorChoice choice = new AllocatorChoice(set(kind), className, cost.orElse(DEFAULT_COST));
    if (choice.is(SetKind.DEPLOYMENT)
        && settings.get(SparkExecutorKeys.DYN_ALLOCATION_ENABLED)
        && cost.isEmpty()) {
      String key = ExecutorKeys.KUBERNETES_EXECUTOR_POD_DELETION_COST.key();
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          key,
          key
              + " is not set but required if "
              + SparkExecutorKeys.DYN_ALLOCATION_ENABLED.key()
              + " is true and "
              + ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key()
              + " is deployment, because it makes Kubernetes delete the executors that Spark"
              + " releases; set it to a negative number, such as -1");
    }
    return choice;
  }

  boolean is(SetKind kind) {
    return set.equals(Optional.of(kind));
  }

  /** The deletion cost of executors that are wanted: higher than that of those that are not. */
  public int usualCost() {
    return deletionCost < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, deletionCost + 1L);
  }

  private static Optional<SetKind> set(AllocatorKind kind) {
    return switch (kind) {
      case STATEFUL_SET -> Optional.of(SetKind.STATEFUL_SET);
      case DEPLOYMENT -> Optional.of(SetKind.DEPLOYMENT);
      case DIRECT, CUSTOM -> Optional.empty();
    };
  }
}
