// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EmbeddedAcceptanceIT extends AcceptanceContract {
  private static EmbeddedApiServer server;

  @BeforeAll
  static void start() {
    server = EmbeddedApiServer.builder().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  KubernetesClient client() {
    return server.client();
  }

  /** There are no custom resources here. */
  @Override
  boolean knows(HasMetadata object) {
    return !(object instanceof GenericKubernetesResource);
  }
}
