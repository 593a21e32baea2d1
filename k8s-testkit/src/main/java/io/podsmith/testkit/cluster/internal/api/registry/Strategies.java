// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import java.util.Map;

/** The strategy of each resource. */
public final class Strategies {
  private final Map<String, Strategy> strategies =
      Map.ofEntries(
          Map.entry("/pods", new PodStrategy()),
          Map.entry("/services", new ServiceStrategy()),
          Map.entry("/configmaps", new ConfigMapStrategy()),
          Map.entry("/secrets", new SecretStrategy()),
          Map.entry("/namespaces", new NamespaceStrategy()),
          Map.entry("/persistentvolumeclaims", new VolumeClaimStrategy()),
          Map.entry("/persistentvolumes", new PersistentVolumeStrategy()),
          Map.entry("/nodes", new NodeStrategy()),
          Map.entry("/resourcequotas", new QuotaStrategy()),
          Map.entry("/serviceaccounts", new ServiceAccountStrategy()),
          Map.entry("apps/deployments", new WorkloadStrategy()),
          Map.entry("apps/replicasets", new WorkloadStrategy()),
          Map.entry("apps/statefulsets", new WorkloadStrategy()),
          Map.entry("batch/jobs", new JobStrategy()),
          Map.entry("networking.k8s.io/networkpolicies", new NetworkPolicyStrategy()),
          Map.entry("networking.k8s.io/ingresses", new IngressStrategy()),
          Map.entry("rbac.authorization.k8s.io/roles", new RbacStrategy()),
          Map.entry("rbac.authorization.k8s.io/clusterroles", new RbacStrategy()),
          Map.entry("rbac.authorization.k8s.io/rolebindings", new RbacStrategy()),
          Map.entry("rbac.authorization.k8s.io/clusterrolebindings", new RbacStrategy()),
          Map.entry("scheduling.k8s.io/priorityclasses", new PriorityClassStrategy()),
          Map.entry("storage.k8s.io/storageclasses", new StorageClassStrategy()),
          Map.entry("policy/poddisruptionbudgets", new DisruptionBudgetStrategy()));
  private final Strategy other = new Strategy();

  public Strategy of(ApiResource resource) {
    return strategies.getOrDefault(resource.group() + "/" + resource.plural(), other);
  }
}
