// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs on a real control plane with simulated nodes. */
class RealManagedFieldsIT extends ManagedFieldsContract {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private static KubernetesClient client;

  @BeforeAll
  static void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file).as("set %s to the kubeconfig of a real cluster", KUBECONFIG).isNotNull();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
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
