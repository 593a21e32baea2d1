// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/** The same on a real API server, where a custom resource stands in for metrics-server. */
class RealGrowthApiIT extends GrowthApiContract {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private KubernetesClient client;

  @Override
  KubernetesClient open() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file).as("set %s to the kubeconfig of a real cluster", KUBECONFIG).isNotNull();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
    MetricsKind.install(client);
    return client;
  }

  @Override
  void close() {
    client.close();
  }
}
