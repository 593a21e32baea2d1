// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one side made of a case.
 *
 * @param lines what it asked the API server for, or how its client is configured; see {@link Flat}
 * @param writes how many requests were to change something
 * @param failure what it threw
 */
record Observation(SortedMap<String, String> lines, long writes, Optional<Throwable> failure) {
  /** Tells whether it was the API server that refused. */
  boolean isRefusedByServer() {
    // the cause, where the failure is wrapped; by name, as upstream's classes are another loader's
    for (Throwable t :
        failure
            .map(f -> f.getCause() == null ? List.of(f) : List.of(f, f.getCause()))
            .orElse(List.of())) {
      String type = t.getClass().getName();
      if (type.equals("io.podsmith.scheduler.pods.cluster.ApiFailure")
          || type.equals(KubernetesClientException.class.getName())
              && !Upstream.call(t, "getCode").equals(0)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the side itself refused, before it asked for anything. */
  boolean isRefused() {
    return failure.isPresent() && !isRefusedByServer();
  }

  String said() {
    return failure.map(Throwable::toString).orElse("accepted");
  }
}
