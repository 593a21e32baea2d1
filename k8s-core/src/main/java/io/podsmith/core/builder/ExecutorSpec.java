package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * All that is to be created for an executor.
 *
 * @param pod the whole pod, Spark's container included; copy it before you change it, as parts of
 *     it may be those of other executors, too
 * @param preResources what must exist before the pod
 * @param resources what is created after it
 */
public record ExecutorSpec(Pod pod, List<HasMetadata> preResources, List<HasMetadata> resources) {
  /** Leaves the pod out, which may hold secrets. */
  @Override
  public String toString() {
    return "ExecutorSpec{pod=" + pod.getMetadata().getName() + "}";
  }
}
