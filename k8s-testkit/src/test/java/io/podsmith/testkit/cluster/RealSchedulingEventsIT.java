// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The events of a real kube-scheduler. */
class RealSchedulingEventsIT extends SchedulingEventsContract {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private KubernetesClient client;

  @BeforeAll
  void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
  }

  @AfterAll
  void disconnect() {
    if (client != null) {
      client.close();
    }
  }

  @Override
  KubernetesClient client() {
    return client;
  }
}
