package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.SortedMap;

/**
 * All that is to be created for a driver.
 *
 * @param pod the whole pod, Spark's container and the ConfigMap with Spark's properties included
 * @param preResources what must exist before the pod
 * @param resources what is created after it, the ConfigMap included
 * @param systemProperties the properties that the driver is started with; may hold secrets
 * @param contributions which step added what, in order
 */
public record DriverSpec(
    Pod pod,
    List<HasMetadata> preResources,
    List<HasMetadata> resources,
    SortedMap<String, String> systemProperties,
    List<StepContribution> contributions) {
  /** Leaves the properties out. */
  @Override
  public String toString() {
    return "DriverSpec{pod=" + pod.getMetadata().getName() + "}";
  }
}
