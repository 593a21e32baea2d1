// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.builder.history.StepContribution;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All that is to be created for a driver.
 *
 * @param pod the whole pod, Spark's container and the ConfigMap with Spark's properties included
 * @param preResources what must exist before the pod
 * @param resources what is created after it, the ConfigMap included
 * @param systemProperties the properties that the driver is started with; may hold secrets
 * @param contributions which step added what, in order
 * @param origins who wrote what, for errors of the API server
 * @param idleSteps which steps did nothing and why, a sentence for the log, or empty
 * @param firstExecutor an executor as this machine builds it, empty where it cannot
 * @param executorUnknown why there is none, a sentence that may repeat values of settings; or empty
 */
public record DriverSpec(
    Pod pod,
    List<HasMetadata> preResources,
    List<HasMetadata> resources,
    SortedMap<String, String> systemProperties,
    List<StepContribution> contributions,
    SpecOrigins origins,
    String idleSteps,
    Optional<ExecutorSpec> firstExecutor,
    String executorUnknown) {
  /** Puts a spec together by hand: who wrote what is unknown. */
  public DriverSpec(
      Pod pod,
      List<HasMetadata> preResources,
      List<HasMetadata> resources,
      SortedMap<String, String> systemProperties,
      List<StepContribution> contributions) {
    this(
        pod,
        preResources,
        resources,
        systemProperties,
        contributions,
        SpecOrigins.unknown(),
        "",
        Optional.empty(),
        "");
  }

  /** Returns the same with another pod. */
  public DriverSpec withPod(Pod other) {
    return new DriverSpec(
        other,
        preResources,
        resources,
        systemProperties,
        contributions,
        origins,
        idleSteps,
        firstExecutor,
        executorUnknown);
  }

  /** Returns all that is created beside the pod, in order. */
  public List<HasMetadata> objects() {
    return Stream.concat(preResources.stream(), resources.stream()).toList();
  }

  /** Returns which step added what and which steps did nothing, for the log. */
  public String account() {
    return StepContribution.account(
        "The pod %s".formatted(pod.getMetadata().getName()), contributions, idleSteps);
  }

  /** Leaves the properties out. */
  @Override
  public String toString() {
    return "DriverSpec{pod=" + pod.getMetadata().getName() + "}";
  }
}
