// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;

/** Hands out the tokens with which containers talk to the API server. */
@FunctionalInterface
public interface ServiceAccountTokens {
  /** Returns a token for a pod's service account. */
  String tokenFor(Pod pod, ServiceAccountTokenProjection projection);
}
