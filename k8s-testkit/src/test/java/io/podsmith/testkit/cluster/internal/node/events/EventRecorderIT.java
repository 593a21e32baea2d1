// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRecorderIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private EmbeddedApiServer server;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.builder().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void raisesTheCountOfARepeatedEvent() {
    Instant first = Instant.parse("2026-01-01T10:00:00Z");
    try (EventRecorder recorder =
        recorder(new EventLimits(10, 100, 100, 10, HOUR.multipliedBy(24 * 3650)))) {
      recorder.record(event("p", "again"), first);
      await(() -> events().size() == 1);
      recorder.record(event("p", "again"), first.plusSeconds(5));
      await(() -> events().get(0).getCount() == 2);
      recorder.record(event("p", "other"), first.plusSeconds(6));
      await(() -> events().size() == 2);
    }

    Event repeated = events().get(0);
    assertThat(repeated.getMessage()).isEqualTo("again");
    assertThat(repeated.getFirstTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(repeated.getLastTimestamp()).isEqualTo("2026-01-01T10:00:05Z");
  }

  @Test
  void writesRepeatsThatWaitAtOnce() {
    server.faults().add(Fault.on("create", "events").times(1).latency(Duration.ofSeconds(1)));
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 10, HOUR))) {
      recorder.record(event("p", "slow"));
      for (int i = 0; i < 50; i++) {
        recorder.record(event("p", "repeated"));
      }
      await(() -> events().stream().anyMatch(e -> e.getCount() > 1));
    }

    assertThat(events()).extracting(Event::getCount).contains(50);
    assertThat(server.requests())
        .extracting(RecordedRequest::verb)
        .filteredOn(verb -> !verb.equals("list"))
        .containsExactly("create", "create");
  }

  @Test
  void neverWaitsForASilentServer() {
    server.faults().add(Fault.on("create", "events").silenceRequest());
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 10, HOUR))) {
      recorder.record(event("p", "first"));
      await(() -> !server.requests().isEmpty());
      for (int i = 0; i < 25; i++) {
        recorder.record(event("p", "number " + i));
      }

      assertThat(recorder.dropped()).as("25 less the 10 that wait").isEqualTo(15);
      server.close();
    }
  }

  @Test
  void deletesTheOldestEventsBeyondTheLimit() {
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 3, HOUR))) {
      for (int i = 0; i < 8; i++) {
        recorder.record(event("p" + i, "m"));
      }
      await(() -> names().equals(List.of("p5", "p6", "p7")));
      assertThat(recorder.dropped()).isZero();
    }
  }

  @Test
  void deletesExpiredEvents() {
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 100, HOUR))) {
      recorder.record(event("old", "m"), Instant.now().minus(HOUR));
      recorder.record(event("new", "m"));
      await(() -> names().equals(List.of("new")));
    }
  }

  @Test
  void createsAnEventAgainThatSomeoneDeleted() {
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 10, HOUR))) {
      recorder.record(event("p", "m"));
      await(() -> events().size() == 1);
      server.client().v1().events().inNamespace("default").delete();
      recorder.record(event("p", "m"));
      await(() -> events().size() == 1);
    }

    assertThat(events().get(0).getCount()).isEqualTo(1);
  }

  @Test
  void dropsEventsOfNamespacesThatDoNotExist() {
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 10, HOUR))) {
      recorder.record(
          new PodEvent("nowhere", "p", "u", "", Reporter.kubelet("n"), "Normal", "R", "m"));
      await(() -> recorder.dropped() == 1);
    }
  }

  @Test
  void namesEventsOfPodsWithLongNames() {
    String longest = "a".repeat(235) + "-" + "b".repeat(17);
    try (EventRecorder recorder = recorder(new EventLimits(10, 100, 100, 10, HOUR))) {
      recorder.record(event(longest, "m"));
      await(() -> events().size() == 1);
    }
    assertThat(events().get(0).getMetadata().getName()).startsWith("a".repeat(235) + ".");
  }

  private EventRecorder recorder(EventLimits limits) {
    return EventRecorder.start(server.client(), task -> new Thread(task, "events"), limits);
  }

  private static PodEvent event(String pod, String message) {
    return new PodEvent(
        "default", pod, "uid-of-" + pod, "", Reporter.kubelet("n"), "Normal", "Tested", message);
  }

  private List<Event> events() {
    return server.client().v1().events().inNamespace("default").list().getItems();
  }

  private List<String> names() {
    return events().stream().map(event -> event.getInvolvedObject().getName()).toList();
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("deadline").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
