package io.podsmith.testkit.cluster;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** A real kube-apiserver for node tests, where this machine has its binaries. */
final class RealApiServer implements AutoCloseable {
  private static final String VERSION = "1.34.4";

  private final KubeAPIServer server;

  private RealApiServer(String binaries) {
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(binaries)
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .build());
    server.start();
  }

  /** Where the binaries are; CONTRIBUTING.md says how to set it. */
  static Optional<String> binaries() {
    return Optional.ofNullable(System.getenv("PODSMITH_KUBE_DIR"));
  }

  static RealApiServer start() {
    return new RealApiServer(binaries().orElseThrow());
  }

  Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  @Override
  public void close() {
    server.stop();
  }
}
