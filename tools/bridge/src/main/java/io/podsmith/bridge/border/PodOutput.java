// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

import java.util.List;
import java.util.Map;

/**
 * What the steps made of a pod.
 *
 * @param pod the pod
 * @param properties Spark properties for the driver, which override others of the same key
 * @param preResources the objects to create before the pod, as JSON, in order
 * @param resources the objects to create after the pod, as JSON, in order
 */
public record PodOutput(
    PodText pod,
    Map<String, String> properties,
    List<String> preResources,
    List<String> resources) {
  /** Copies the collections. */
  public PodOutput {
    properties = Map.copyOf(properties);
    preResources = List.copyOf(preResources);
    resources = List.copyOf(resources);
  }

  /** Leaves the texts out, which may contain secrets. */
  @Override
  public String toString() {
    return "PodOutput";
  }
}
