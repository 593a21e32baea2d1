// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.podsmith.testkit.RealKubernetes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * The embedded node on a real kube-apiserver, which refuses what the embedded one might let pass.
 */
class RealApiNodeIT extends NodeContract {
  private @Nullable KubeAPIServer server;

  @Override
  EmbeddedCluster.Builder builder() {
    RealKubernetes.assumeThere();
    server = RealKubernetes.startApiServer();
    return EmbeddedCluster.builder()
        .existingApiServer(Config.fromKubeconfig(server.getKubeConfigYaml()));
  }

  /** The node says good-bye to the server: stop the server last. */
  @Override
  @AfterAll
  void stopCluster() {
    super.stopCluster();
    if (server != null) {
      server.stop();
    }
  }
}
