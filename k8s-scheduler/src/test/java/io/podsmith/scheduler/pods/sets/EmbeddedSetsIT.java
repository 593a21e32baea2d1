// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.testkit.cluster.EmbeddedApiServer;

/** Sets of executors on the embedded API server. */
class EmbeddedSetsIT extends SetsContract {
  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private SimulatedNode node;

  @Override
  KubernetesClient open(String namespace) {
    node = new SimulatedNode(server.client(), namespace);
    return server.client();
  }

  @Override
  void close() {
    node.close();
    server.close();
  }
}
