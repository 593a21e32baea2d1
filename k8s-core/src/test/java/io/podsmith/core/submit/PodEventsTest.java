// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.submit.PodWords.Remark;
import io.podsmith.core.submit.StubApiServer.Answer;
import org.junit.jupiter.api.Test;

class PodEventsTest {
  @Test
  void listsTheLatestWarningsOfAllPodsInOneRequest() {
    String events =
        Serialization.asJson(
            new EventListBuilder()
                .addToItems(
                    event("a", "2026-11-29T08:00:02Z", "FailedMount", "secret not\n found"),
                    event("a", "2026-11-29T08:00:01Z", "FailedScheduling", "no node"),
                    event("b", "2026-11-29T08:00:00Z", "BackOff", "restarting"))
                .build());
    try (StubApiServer server = new StubApiServer(request -> new Answer(200, events));
        KubernetesClient client = server.client()) {
      assertThat(new PodEvents(client).latestWarnings("jobs"))
          .hasSize(2)
          .containsEntry("a", new Remark("FailedMount", "secret not found"))
          .containsEntry("b", new Remark("BackOff", "restarting"));
      assertThat(server.requests())
          .singleElement()
          .asString()
          .contains("/namespaces/jobs/events", "type%3DWarning");
    }
  }

  @Test
  void findsNoWarningsWithoutThePermission() {
    Answer forbidden = new Answer(403, "{\"kind\":\"Status\",\"code\":403}");
    try (StubApiServer server = new StubApiServer(request -> forbidden);
        KubernetesClient client = server.client()) {
      assertThat(new PodEvents(client).latestWarnings("jobs")).isEmpty();
    }
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
}
