// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/** The same sets on a real cluster with simulated nodes. */
class RealSetsIT extends SetsContract {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private KubernetesClient client;

  @Override
  KubernetesClient open(String namespace) {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    assertThat(Path.of(file)).exists();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
    return client;
  }

  @Override
  void close() {
    client.close();
  }
}
