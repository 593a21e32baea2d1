package io.podsmith.scheduler.pods;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.SparkSettings;
import java.util.Optional;

/**
 * Which allocator the user has chosen.
 *
 * @param set the kind of set that keeps up pods, empty where there is none
 * @param className the user's own class, empty where it is one of ours
 * @param deletionCost what marks pods as the first to go when a deployment shrinks
 */
record AllocatorChoice(Optional<SetKind> set, Optional<String> className, int deletionCost) {
  private static final String UPSTREAM = "org.apache.spark.scheduler.cluster.k8s.";
  private static final int DEFAULT_COST = -1;

  static AllocatorChoice read(SparkSettings settings) {
    String chosen = settings.get(ConfigKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR);
    Optional<Integer> cost = settings.get(ConfigKeys.KUBERNETES_EXECUTOR_POD_DELETION_COST);
    AllocatorChoice choice =
        new AllocatorChoice(kind(chosen), className(chosen), cost.orElse(DEFAULT_COST));
    if (choice.is(SetKind.DEPLOYMENT)
        && settings.get(PodKeys.DYN_ALLOCATION_ENABLED)
        && cost.isEmpty()) {
      String key = ConfigKeys.KUBERNETES_EXECUTOR_POD_DELETION_COST.key();
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          key,
          key
              + " is not set but must be where "
              + PodKeys.DYN_ALLOCATION_ENABLED.key()
              + " is true and "
              + ConfigKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key()
              + " is deployment, as it is what makes Kubernetes take the executors that Spark lets"
              + " go; set it to a number below 0, such as -1");
    }
    return choice;
  }

  boolean is(SetKind kind) {
    return set.equals(Optional.of(kind));
  }

  /** The deletion cost of executors that are wanted: higher than that of those that are not. */
  int usualCost() {
    return deletionCost < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, deletionCost + 1L);
  }

  private static Optional<SetKind> kind(String chosen) {
    return switch (chosen) {
      case "statefulset", UPSTREAM + "StatefulSetPodsAllocator" ->
          Optional.of(SetKind.STATEFUL_SET);
      case "deployment", UPSTREAM + "DeploymentPodsAllocator" -> Optional.of(SetKind.DEPLOYMENT);
      default -> Optional.empty();
    };
  }

  private static Optional<String> className(String chosen) {
    boolean isOurs =
        chosen.equals("direct")
            || chosen.equals(UPSTREAM + "ExecutorPodsAllocator")
            || kind(chosen).isPresent();
    return isOurs ? Optional.empty() : Optional.of(chosen);
  }
}
