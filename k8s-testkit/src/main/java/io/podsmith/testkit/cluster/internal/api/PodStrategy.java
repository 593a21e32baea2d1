package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Pods: defaults, graceful deletion, and the long list of what may not change. */
final class PodStrategy extends Strategy {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  @Override
  void setDefaults(ObjectNode pod) {
    PodDefaults.apply(Json.child(pod, "spec"));
  }

  @Override
  void prepareForCreate(ApiResource resource, ObjectNode pod) {
    Json.metadata(pod).put("generation", 1);
    ObjectNode status = Json.object().put("phase", "Pending");
    status.put("qosClass", PodDefaults.qosClass(pod.path("spec")));
    pod.set("status", status);
  }

  @Override
  boolean returnsDeleted() {
    return true;
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return true;
  }

  @Override
  Optional<Long> gracePeriod(ObjectNode pod, Optional<Long> wanted) {
    long period =
        wanted.orElseGet(() -> pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
    boolean isRunning =
        !Json.text(pod, "spec", "nodeName").isEmpty()
            && !ENDED.contains(Json.text(pod, "status", "phase"));
    return Optional.of(isRunning ? Math.max(period, 0) : 0);
  }
}
