// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.builder.history.SpecOrigins;
import java.util.List;

/**
 * All that is to be created for the executors of a resource profile.
 *
 * @param set what keeps up the pods
 * @param preResources what must exist before the pods
 * @param resources what is created after the set
 * @param origins who returned each object
 */
public record ExecutorSetSpec(
    HasMetadata set,
    List<HasMetadata> preResources,
    List<HasMetadata> resources,
    SpecOrigins origins) {
  /** Leaves the template out, which may hold secrets. */
  @Override
  public String toString() {
    return "ExecutorSetSpec{set=" + set.getMetadata().getName() + "}";
  }
}
