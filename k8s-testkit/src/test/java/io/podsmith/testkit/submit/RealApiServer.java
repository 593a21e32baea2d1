package io.podsmith.testkit.submit;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real kube-apiserver, from binaries that {@code KUBE_API_TEST_DIR} names. */
final class RealApiServer implements ApiServerUnderTest {
  private static final String VERSION = "1.34.4";

  private final KubeAPIServer server;

  RealApiServer() {
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .build());
    server.start();
  }

  static boolean isAvailable() {
    String folder = System.getenv(KubeAPIServerConfigBuilder.KUBE_API_TEST_DIR);
    return folder != null && Files.isDirectory(Path.of(folder, "k8s", VERSION + "-linux-amd64"));
  }

  @Override
  public Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  @Override
  public void refuse(BasicBuilder request) {
    request.setHeader("Impersonate-User", "nobody");
  }

  @Override
  public void close() {
    server.stop();
  }
}
