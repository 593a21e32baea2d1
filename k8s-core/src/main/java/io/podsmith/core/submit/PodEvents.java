// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the warnings that a node or a controller reports of a pod only as events, such as a
 * volume that cannot be mounted. Does without where the role does not allow {@code list events}.
 * For one thread.
 */
public final class PodEvents {
  private static final Logger LOG = LoggerFactory.getLogger(PodEvents.class);
  private static final long MAX_EVENTS = 100;
  private static final int MAX_MESSAGE = 300;

  private final KubernetesClient client;
  private boolean isAllowed = true;

  /**
   * Creates a reader of events.
   *
   * @param client stays open
   */
  public PodEvents(KubernetesClient client) {
    this.client = client;
  }

  /** Returns the latest warning about the pod. Never throws for an answer of the API server. */
  public Optional<PodWords.Remark> latestWarning(Pod pod) {
    if (!isAllowed) {
      return Optional.empty();
    }
    try {
      return client
          .v1()
          .events()
          .inNamespace(pod.getMetadata().getNamespace())
          .withField("involvedObject.uid", pod.getMetadata().getUid())
          .withField("type", "Warning")
          .list(new ListOptionsBuilder().withLimit(MAX_EVENTS).build())
          .getItems()
          .stream()
          .max(Comparator.comparing(PodEvents::time))
          .map(event -> new PodWords.Remark(event.getReason(), message(event)));
    } catch (KubernetesClientException e) {
      isAllowed =
          e.getCode() != HttpURLConnection.HTTP_FORBIDDEN
              && e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED;
      LOG.debug("Cannot list the events of the driver pod: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns the latest warnings about all pods of a namespace, by the uid of the pod. Never throws
   * for an answer of the API server.
   */
  public Map<String, PodWords.Remark> latestWarnings(String namespace) {
    try {
      Map<String, Event> latest = new HashMap<>();
      for (Event event :
          client
              .v1()
              .events()
              .inNamespace(namespace)
              .withField("involvedObject.kind", "Pod")
              .withField("type", "Warning")
              .list()
              .getItems()) {
        String uid = event.getInvolvedObject().getUid();
        if (uid != null) {
          latest.merge(uid, event, (one, two) -> time(two).compareTo(time(one)) > 0 ? two : one);
        }
      }
      Map<String, PodWords.Remark> warnings = new HashMap<>();
      latest.forEach(
          (uid, event) ->
              warnings.put(uid, new PodWords.Remark(event.getReason(), message(event))));
      return warnings;
    } catch (KubernetesClientException e) {
      LOG.debug("Cannot list the events of namespace {}: {}", namespace, e.getMessage());
      return Map.of();
    }
  }

  /** RFC 3339 in UTC, which sorts as text. */
  private static String time(Event event) {
    return Stream.of(
            event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                ? null
                : event.getSeries().getLastObservedTime().getTime(),
            event.getLastTimestamp(),
            event.getEventTime() == null ? null : event.getEventTime().getTime(),
            event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private static String message(Event event) {
    String message = event.getMessage() == null ? "" : event.getMessage().strip();
    String line = message.replaceAll("\\s+", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
  }
}
