// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.submit.PodWords.Remark;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodEventsTest {
  private static final Pod POD =
      new PodBuilder(Pods.pending()).editMetadata().withUid("a").endMetadata().build();
  private static final List<String> REQUESTS = new ArrayList<>();
  private static Answer answer = Answer.NONE;
  private static StubApiServer server;
  private static KubernetesClient client;

  private PodEvents events;

  @BeforeAll
  static void start() {
    server =
        new StubApiServer(
            request -> {
              REQUESTS.add(request);
              return answer;
            });
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    REQUESTS.clear();
    events = new PodEvents(client);
  }

  private static void has(Event... all) {
    answer = new Answer(200, Serialization.asJson(new EventListBuilder().addToItems(all).build()));
  }

  private static Event event(String uid, String time, String reason, String message) {
    return new EventBuilder()
        .withNewMetadata()
        .endMetadata()
        .withNewInvolvedObject()
        .withKind("Pod")
        .withUid(uid)
        .endInvolvedObject()
        .withLastTimestamp(time)
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  @Test
  void listsTheLatestWarningsOfAllPodsInOneRequest() {
    has(
        event("a", "2026-11-29T08:00:02Z", "FailedMount", "secret not\n found"),
        event("a", "2026-11-29T08:00:01Z", "FailedScheduling", "no node"),
        event("b", "2026-11-29T08:00:00Z", "BackOff", "restarting"),
        event("b", "2026-11-29T08:00:01Z", "Failed", "pull"),
        event("c", "2026-11-29T08:00:00Z", "First", "x"),
        event("c", "2026-11-29T08:00:00Z", "Second", "y"),
        event(null, "2026-11-29T08:00:00Z", "Lost", "z"));

    assertThat(events.latestWarnings("jobs"))
        .hasSize(3)
        .containsEntry("a", new Remark("FailedMount", "secret not found"))
        .containsEntry("b", new Remark("Failed", "pull"))
        .as("the first of the same time")
        .containsEntry("c", new Remark("First", "x"));
    assertThat(REQUESTS)
        .singleElement()
        .asString()
        .contains("/namespaces/jobs/events", "type%3DWarning", "involvedObject.kind%3DPod");
  }

  @Test
  void findsTheLatestWarningOfAPod() {
    has(
        event("a", "2026-11-29T08:00:01Z", "FailedScheduling", "no node"),
        event("a", "2026-11-29T08:00:02Z", "FailedMount", "secret not\n found"));

    assertThat(events.latestWarning(POD)).hasValue(new Remark("FailedMount", "secret not found"));
    assertThat(REQUESTS)
        .singleElement()
        .asString()
        .contains("/namespaces/jobs/events", "involvedObject.uid%3Da", "limit=100");
  }

  @Test
  void takesTheTimeThatAnEventHas() {
    Event series =
        new EventBuilder(event("a", "2026-11-29T08:00:00Z", "Series", null))
            .withNewSeries()
            .withLastObservedTime(new MicroTime("2026-11-29T08:00:05.000000Z"))
            .endSeries()
            .build();
    Event created =
        new EventBuilder(event("a", null, "Created", "x"))
            .editMetadata()
            .withCreationTimestamp("2026-11-29T08:00:04Z")
            .endMetadata()
            .build();
    Event observed =
        new EventBuilder(event("a", null, "Observed", "x"))
            .withEventTime(new MicroTime("2026-11-29T08:00:06.000000Z"))
            .withNewSeries()
            .endSeries()
            .build();
    Event timeless = event("a", null, "Timeless", "x");

    has(timeless, created, event("a", "2026-11-29T08:00:03Z", "Last", "x"));
    assertThat(events.latestWarning(POD).orElseThrow().reason()).isEqualTo("Created");
    has(series, created);
    assertThat(events.latestWarning(POD)).hasValue(new Remark("Series", ""));
    has(observed, series);
    assertThat(events.latestWarning(POD).orElseThrow().reason()).isEqualTo("Observed");
    has(timeless);
    assertThat(events.latestWarning(POD).orElseThrow().reason()).isEqualTo("Timeless");
  }

  @ParameterizedTest
  @CsvSource({"300, false", "301, true"})
  void shortensLongMessages(int length, boolean isShortened) {
    has(event("a", "2026-11-29T08:00:00Z", "Failed", "x".repeat(length)));

    assertThat(events.latestWarning(POD).orElseThrow().message())
        .isEqualTo("x".repeat(300) + (isShortened ? "..." : ""));
  }

  @ParameterizedTest
  @CsvSource({"401, 1", "403, 1", "500, 2"})
  void asksOnlyOnceWithoutThePermission(int status, int requests) {
    answer = Answer.status(status, "No", "denied");

    assertThat(events.latestWarning(POD)).isEmpty();
    assertThat(events.latestWarning(POD)).isEmpty();

    assertThat(REQUESTS).hasSize(requests);
  }

  @Test
  void findsNoWarningsWithoutThePermission() {
    answer = Answer.status(403, "Forbidden", "denied");

    assertThat(events.latestWarnings("jobs")).isEmpty();
  }
}
