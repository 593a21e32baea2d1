// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.testkit.cluster.RecordedRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreatedObjectsTest {
  @Test
  void leavesOutWhatTheNodeCreates() {
    assertThat(
            CreatedObjects.in(
                List.of(
                    create("pods", "Pod", "driver", "fabric8-kubernetes-client/7"),
                    create("events", "Event", "driver.18ec46cee536627c", "podsmith-node"),
                    create("pods", "Binding", "driver", "podsmith-node"))))
        .containsExactly("Pod driver");
  }

  private static RecordedRequest create(String plural, String kind, String name, String agent) {
    String path = "/api/v1/namespaces/default/" + plural;
    String body = "{\"kind\": \"%s\", \"metadata\": {\"name\": \"%s\"}}".formatted(kind, name);
    return new RecordedRequest(
        Instant.EPOCH,
        "POST",
        path,
        "",
        "create",
        plural,
        "default",
        name,
        "application/json",
        body,
        agent,
        "admin",
        201);
  }
}
