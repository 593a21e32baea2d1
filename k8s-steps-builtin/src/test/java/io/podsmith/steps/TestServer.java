// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.testkit.cluster.EmbeddedApiServer;

/**
 * An API server to submit to.
 *
 * @param client has all permissions
 * @param stop ends the server, if it is one of the test
 */
record TestServer(KubernetesClient client, Runnable stop) implements AutoCloseable {
  static TestServer embedded() {
    EmbeddedApiServer server = EmbeddedApiServer.builder().start();
    return new TestServer(
        new KubernetesClientBuilder().withConfig(server.config()).build(), server::close);
  }

  /** Returns a real control plane with simulated nodes; without one, the tests are skipped. */
  static TestServer simulated() {
    return new TestServer(SimulatedCluster.connect(), () -> {});
  }

  @Override
  public void close() {
    client.close();
    stop.run();
  }
}
