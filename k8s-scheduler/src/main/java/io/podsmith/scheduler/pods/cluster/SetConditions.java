// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.podsmith.core.executors.SetKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads from the objects that controllers write why they create no pods. */
public final class SetConditions {
  /** The reason of the event that a controller writes for a pod that was rejected. */
  static final String FAILED_CREATE = "FailedCreate";

  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private SetConditions() {}

  static Optional<String> whyNoPods(Deployment deployment) {
    List<DeploymentCondition> conditions =
        deployment.getStatus() == null ? List.of() : deployment.getStatus().getConditions();
    return conditions.stream()
        .filter(c -> REPLICA_FAILURE.equals(c.getType()) && "True".equals(c.getStatus()))
        .map(DeploymentCondition::getMessage)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Returns the message of the latest event. */
  static Optional<String> whyNoPods(Collection<Event> events) {
    return events.stream()
        .filter(event -> event.getMessage() != null)
        .max(Comparator.comparing(SetConditions::time))
        .map(Event::getMessage);
  }

  private static String time(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "");
  }

  /** Returns a controller's words as the answer of the API server that they quote. */
  public static ApiFailure asAnswer(SetKind kind, String name, String message) {
    int status;
    if (message.contains(" is forbidden: ")) {
      status = 403;
    } else if (message.contains(" is invalid: ")) {
      status = 422;
    } else if (message.contains("namespaces \"") && message.contains("not found")) {
      status = 404;
    } else if (message.contains("admission webhook") && message.contains("denied the request")) {
      status = 403;
    } else {
      status = 500;
    }
    return new ApiFailure(
        status,
        "",
        "the controller of %s %s cannot create its pods: %s"
            .formatted(kind.kind(), name, message.strip()),
        null);
  }
}
