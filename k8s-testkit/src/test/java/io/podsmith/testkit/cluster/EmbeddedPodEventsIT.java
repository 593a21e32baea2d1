// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

/** The events of the embedded node on the embedded API server. */
class EmbeddedPodEventsIT extends PodEventsContract {
  @Override
  EmbeddedCluster.Builder builder() {
    return EmbeddedCluster.builder();
  }

  @Test
  void deletesEventsWithTheirNamespace() {
    Namespace namespace =
        client()
            .resource(
                new NamespaceBuilder().withNewMetadata().withName("short").endMetadata().build())
            .create();
    Pod pod = client().pods().inNamespace("short").resource(shell("true")).create();
    Awaiting.until(
        () ->
            client().v1().events().inNamespace("short").list().getItems().stream()
                .anyMatch(event -> event.getReason().equals("Started")),
        DEADLINE,
        "pod %s starts".formatted(pod.getMetadata().getName()));

    client().resource(namespace).delete();

    Awaiting.until(
        () -> client().namespaces().withName("short").get() == null,
        DEADLINE,
        "the namespace is deleted");
    assertThat(client().v1().events().inNamespace("short").list().getItems()).isEmpty();
  }
}
