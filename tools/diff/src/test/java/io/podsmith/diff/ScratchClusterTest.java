// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScratchClusterTest {
  private final ScratchCluster cluster = new ScratchCluster(Set.of());
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(cluster.url()).build())
          .build();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private void createAll() {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("driver")
                .withNamespace("jobs")
                .addToFinalizers("example.org/keep")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("spark")
                .endContainer()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("executors")
                .withNamespace("jobs")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("conf")
                .withNamespace("jobs")
                .endMetadata()
                .addToData("spark.properties", "spark.a=1\nspark.b=two words\n")
                .build())
        .serverSideApply();
  }

  /** The names of objects can be settings: what remains of one file would reject the next one. */
  @Test
  void deletesObjectsOfAllKinds() {
    for (int file = 0; file < 2; file++) {
      cluster.prepare(new TreeMap<>(Map.of("spark.kubernetes.namespace", "jobs")));
      assertThat(cluster.driverPod()).isEmpty();
      createAll();
      assertThat(cluster.driverPod()).isPresent();
      cluster.clear();
    }
    assertThat(client.pods().inNamespace("jobs").list().getItems()).isEmpty();
    assertThat(client.configMaps().inNamespace("jobs").list().getItems()).isEmpty();
    assertThat(client.network().networkPolicies().inNamespace("jobs").list().getItems()).isEmpty();
  }

  @Test
  void readsThePropertiesOfTheDriver() {
    cluster.prepare(new TreeMap<>(Map.of("spark.kubernetes.namespace", "jobs")));
    createAll();
    assertThat(cluster.driverProperties(cluster.requests()))
        .containsOnly(Map.entry("spark.a", "1"), Map.entry("spark.b", "two words"));
  }

  @Test
  void deletesWhatForgottenRequestsCreated() {
    cluster.prepare(new TreeMap<>(Map.of("spark.kubernetes.namespace", "jobs")));
    createAll();
    cluster.forgetRequests();
    assertThat(cluster.requests()).isEmpty();
    cluster.clear();
    assertThat(cluster.driverPod()).isEmpty();
  }
}
