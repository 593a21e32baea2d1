// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Event objects that the node has written. Used by the thread of the recorder only. */
final class EventObjects {
  private static final Logger LOG = LoggerFactory.getLogger(EventObjects.class);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_NAME = 253;

  /** An object in the API server. */
  private record Written(String name, Occurrences occurrences) {}

  private final KubernetesClient client;
  private final EventLimits limits;

  /** The event that occurred least recently comes first. */
  private final Map<PodEvent, Written> written = new LinkedHashMap<>(16, 0.75f, true);

  private int sequence;

  EventObjects(KubernetesClient client, EventLimits limits) {
    this.client = client;
    this.limits = limits;
  }

  /** Creates or updates the object of an event; returns false if that failed. */
  boolean write(PodEvent event, Occurrences news) {
    try {
      Written known = written.get(event);
      if (known != null && update(event, known, news)) {
        return true;
      }
      create(event, news);
      return true;
    } catch (RuntimeException e) {
      // For example because the namespace is being deleted, or the client is closed.
      LOG.debug("Cannot write event {} of pod {}", event.reason(), event.pod(), e);
      return false;
    }
  }

  private boolean update(PodEvent event, Written known, Occurrences news) {
    Occurrences all = known.occurrences().plus(news);
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(Map.of("count", all.count(), "lastTimestamp", seconds(all.last())));
    try {
      client
          .v1()
          .events()
          .inNamespace(event.namespace())
          .withName(known.name())
          .patch(MERGE, patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        written.remove(event);
        return false;
      }
      throw e;
    }
    written.put(event, new Written(known.name(), all));
    return true;
  }

  private void create(PodEvent event, Occurrences news) {
    String name = nameOf(event, news.first());
    client.v1().events().resource(object(event, name, news)).create();
    written.put(event, new Written(name, news));
  }

  /** Returns a unique name. Within a pod, names sort by time. */
  private String nameOf(PodEvent event, Instant at) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    sequence = (sequence + 1) % 1000;
    long number = micros * 1000 + sequence;
    String suffix = "." + Long.toHexString(number);
    String pod = event.pod();
    String prefix = pod.substring(0, Math.min(pod.length(), MAX_NAME - suffix.length()));
    return prefix.replaceFirst("[-.]+$", "") + suffix;
  }

  private static Event object(PodEvent event, String name, Occurrences occurrences) {
    Reporter reporter = event.reporter();
    EventBuilder object =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(event.namespace())
            .withName(name)
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(event.namespace())
            .withName(event.pod())
            .withUid(event.uid())
            .withFieldPath(event.fieldPath().isEmpty() ? null : event.fieldPath())
            .endInvolvedObject()
            .withType(event.type())
            .withReason(event.reason())
            .withMessage(event.message())
            .withReportingComponent(reporter.component())
            .withReportingInstance(reporter.instance())
            .withCount(occurrences.count())
            .withFirstTimestamp(seconds(occurrences.first()))
            .withLastTimestamp(seconds(occurrences.last()));
    if (reporter.action().isEmpty()) {
      object.withNewSource(reporter.component(), reporter.instance());
    } else {
      object
          .withNewSource()
          .endSource()
          .withAction(reporter.action())
          .withEventTime(new MicroTime(MICROS.format(occurrences.first())));
    }
    return object.build();
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Deletes events that exceed the limits, and returns how many. */
  int deleteOutdated(Instant now) {
    Instant limit = now.minus(limits.lifetime());
    int deleted = 0;
    Iterator<Map.Entry<PodEvent, Written>> oldestFirst = written.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<PodEvent, Written> oldest = oldestFirst.next();
      Written object = oldest.getValue();
      if (written.size() <= limits.kept() && object.occurrences().last().isAfter(limit)) {
        break;
      }
      oldestFirst.remove();
      delete(oldest.getKey(), object);
      deleted++;
    }
    return deleted;
  }

  private void delete(PodEvent event, Written object) {
    try {
      client.v1().events().inNamespace(event.namespace()).withName(object.name()).delete();
    } catch (RuntimeException e) {
      LOG.debug("Cannot delete event {}", object.name(), e);
    }
  }
}
