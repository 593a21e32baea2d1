// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.allocator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What the steps have built for an executor. The objects are the caller's to change.
 *
 * @param pod the whole pod, with the labels by which it is found
 * @param before what must exist before the pod
 * @param after what is created after it, for example claims; owned by the pod, as a rule
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ExecutorObjects(Pod pod, List<HasMetadata> before, List<HasMetadata> after) {
  /** Leaves the pod out, which may hold secrets. */
  @Override
  public String toString() {
    return "ExecutorObjects{pod=" + pod.getMetadata().getName() + "}";
  }
}
