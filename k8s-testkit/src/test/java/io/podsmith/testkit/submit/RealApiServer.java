// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.podsmith.testkit.RealKubernetes;

/** A real kube-apiserver. */
final class RealApiServer implements ApiServerUnderTest {
  private final KubeAPIServer server = RealKubernetes.startApiServer();

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
