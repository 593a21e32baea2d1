// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import java.util.Optional;

/** Sends the requests about one driver pod with a client. */
final class ClientDriverRequests implements DriverRequests {
  private final KubernetesClient client;
  private final Pod created;
  private final String container;
  private final PodEvents events;
  private final DriverLog log;

  /**
   * @param client stays open
   * @param created the pod as the API server returned it
   * @param container the name of Spark's container
   */
  ClientDriverRequests(KubernetesClient client, Pod created, String container, DriverLog log) {
    this.client = client;
    this.created = created;
    this.container = container;
    this.events = new PodEvents(client);
    this.log = log;
  }

  @Override
  public Optional<Pod> read() {
    return Optional.ofNullable(resource().get());
  }

  @Override
  public Watch watch(Watcher<Pod> watcher) {
    return resource().watch(watcher);
  }

  @Override
  public Optional<PodWords.Remark> latestWarning(Pod pod) {
    return events.latestWarning(pod);
  }

  @Override
  public Optional<String> cause(Pod pod) {
    return log.cause(pod, container);
  }

  @Override
  public ClusterException describe(
      KubernetesClientException failure, String verb, String aftermath) {
    Target target = Target.of(created, Optional.of(created.getMetadata().getNamespace()));
    return ClusterErrors.of(failure, client.getConfiguration(), verb, target, aftermath);
  }

  private PodResource resource() {
    return client
        .pods()
        .inNamespace(created.getMetadata().getNamespace())
        .withName(created.getMetadata().getName());
  }
}
