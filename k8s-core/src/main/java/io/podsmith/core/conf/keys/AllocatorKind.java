// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

/**
 * What keeps up executor pods: the meaning of {@code spark.kubernetes.allocation.pods.allocator}.
 */
public enum AllocatorKind {
  /** The driver creates each pod. */
  DIRECT,
  /** A StatefulSet for each resource profile. */
  STATEFUL_SET,
  /** A Deployment for each resource profile. */
  DEPLOYMENT,
  /** A class of the user's own. */
  CUSTOM;

  private static final String UPSTREAM = "org.apache.spark.scheduler.cluster.k8s.";

  /**
   * Returns the kind that a value of the setting means.
   *
   * @param value a short name, or the name of a class; those of Spark's own allocators mean the
   *     kinds that do the same
   */
  public static AllocatorKind of(String value) {
    return switch (value) {
      case "direct", UPSTREAM + "ExecutorPodsAllocator" -> DIRECT;
      case "statefulset", UPSTREAM + "StatefulSetPodsAllocator" -> STATEFUL_SET;
      case "deployment", UPSTREAM + "DeploymentPodsAllocator" -> DEPLOYMENT;
      default -> CUSTOM;
    };
  }

  /** Returns whether a workload of Kubernetes makes the pods, all from one template. */
  public boolean isSet() {
    return this == STATEFUL_SET || this == DEPLOYMENT;
  }
}
