// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.podsmith.testkit.RealKubernetes;

/** The same cases on a real kube-apiserver, with a real kube-controller-manager beside it. */
class RealApiConformanceIT extends ApiConformance {
  @Override
  ApiTarget open() {
    RealKubernetes.assumeThere();
    return new RealControlPlane(
        "garbage-collector-controller",
        "namespace-controller",
        "resourcequota-controller",
        "serviceaccount-controller");
  }
}
