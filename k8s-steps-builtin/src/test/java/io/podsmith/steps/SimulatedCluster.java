// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/** A real control plane with simulated nodes, where the environment names one. */
final class SimulatedCluster {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private SimulatedCluster() {}

  /** Returns a client, to be closed by the caller; without a cluster the test is skipped. */
  static KubernetesClient connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file).as("set %s to the kubeconfig of a real cluster", KUBECONFIG).isNotNull();
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
        .build();
  }
}
