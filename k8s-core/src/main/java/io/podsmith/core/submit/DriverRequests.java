// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.podsmith.api.error.ClusterException;
import java.util.Optional;

/** The requests about one driver pod. Used by one thread, except for {@link #watch}. */
interface DriverRequests {
  /**
   * Reads the pod.
   *
   * @return the pod of that name; empty if none exists
   * @throws KubernetesClientException if the API server does not respond or rejects the request
   */
  Optional<Pod> read();

  /**
   * Watches the pod. Blocks until the watch is open or has failed.
   *
   * @throws KubernetesClientException if it has failed
   */
  Watch watch(Watcher<Pod> watcher);

  /** Returns the latest warning among the events of the pod. Never throws. */
  Optional<PodWords.Remark> latestWarning(Pod pod);

  /** Returns in one line why the driver failed, as far as it reported that. Never throws. */
  Optional<String> cause(Pod pod);

  /**
   * Describes why a request failed.
   *
   * @param verb that of the request: {@code get} or {@code watch}
   * @param aftermath a sentence to follow, or empty
   */
  ClusterException describe(KubernetesClientException failure, String verb, String aftermath);
}
