// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedApiServer;

class EmbeddedCollectionApiIT extends CollectionApiContract {
  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();

  @Override
  KubernetesClient open() {
    return server.client();
  }

  @Override
  void close() {
    server.close();
  }
}
