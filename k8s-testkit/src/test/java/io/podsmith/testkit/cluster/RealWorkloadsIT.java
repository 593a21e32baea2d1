// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.podsmith.testkit.RealKubernetes;

/** The same workloads on a real kube-apiserver, with a real kube-controller-manager beside it. */
class RealWorkloadsIT extends WorkloadConformance {
  @Override
  ApiTarget open() {
    RealKubernetes.assumeThere();
    return new RealControlPlane(
        "garbage-collector-controller",
        "namespace-controller",
        "resourcequota-controller",
        "serviceaccount-controller",
        "statefulset-controller",
        "deployment-controller",
        "replicaset-controller",
        "persistentvolumeclaim-protection-controller");
  }
}
