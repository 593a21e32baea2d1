// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What steps implement that were written for Spark's own Kubernetes jar. */
public final class UpstreamContracts {
  private static final String PACKAGE = "org.apache.spark.deploy.k8s.features.";
  private static final List<String> NAMES =
      List.of(
          PACKAGE + "KubernetesFeatureConfigStep",
          PACKAGE + "KubernetesDriverCustomFeatureConfigStep",
          PACKAGE + "KubernetesExecutorCustomFeatureConfigStep");

  private UpstreamContracts() {}

  /** Returns whether a class implements one of them. */
  public static boolean isImplementedBy(Class<?> type) {
    Deque<Class<?>> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      Class<?> next = open.pop();
      if (NAMES.contains(next.getName())) {
        return true;
      }
      open.addAll(List.of(next.getInterfaces()));
      if (next.getSuperclass() != null) {
        open.add(next.getSuperclass());
      }
    }
    return false;
  }

  /** Returns whether something of Spark's Kubernetes jar is missing. */
  static boolean isInKubernetesJar(LinkageError error) {
    return LinkageProblem.missing(error).contains("org.apache.spark.deploy.k8s.");
  }

  /** Returns whether one of them is what is missing, as Spark's jar has been replaced by ours. */
  public static boolean areMissing(LinkageError error) {
    String missing = LinkageProblem.missing(error);
    return NAMES.stream().anyMatch(missing::contains);
  }
}
