package io.podsmith.testkit.cluster;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * The embedded node on a real kube-apiserver, which refuses what the embedded one might let pass.
 */
class NodeOnRealApiServerIT extends NodeContract {
  private static RealApiServer server;

  @BeforeAll
  static void startServer() {
    Assumptions.assumeTrue(
        RealApiServer.binaries().isPresent(),
        "PODSMITH_KUBE_DIR names no folder with the binaries of Kubernetes");
    server = RealApiServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  EmbeddedCluster.Builder builder() {
    return EmbeddedCluster.builder().existingApiServer(server.config());
  }
}
