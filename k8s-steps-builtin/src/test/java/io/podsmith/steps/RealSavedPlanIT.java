// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs on a real control plane with simulated nodes. */
class RealSavedPlanIT extends SavedPlanContract {
  private static KubernetesClient client;

  @BeforeAll
  static void connect() {
    client = SimulatedCluster.connect();
  }

  @AfterAll
  static void disconnect() {
    if (client != null) {
      client.close();
    }
  }

  @Override
  KubernetesClient client() {
    return client;
  }
}
