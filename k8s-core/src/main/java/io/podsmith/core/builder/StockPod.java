// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Map;

/**
 * A pod of Spark's own builder after the steps of Podsmith.
 *
 * @param pod the pod
 * @param properties Spark properties for the driver; an empty value stands for a setting that the
 *     driver must not see
 * @param preResources the objects to create before the pod, in order
 * @param resources the objects to create after the pod, in order
 */
public record StockPod(
    SparkPod pod,
    Map<String, String> properties,
    List<HasMetadata> preResources,
    List<HasMetadata> resources) {
  /** Copies the collections. */
  public StockPod {
    properties = Map.copyOf(properties);
    preResources = List.copyOf(preResources);
    resources = List.copyOf(resources);
  }

  /** Leaves the pod out, which may hold secrets. */
  @Override
  public String toString() {
    return "StockPod{%s}".formatted(pod);
  }
}
