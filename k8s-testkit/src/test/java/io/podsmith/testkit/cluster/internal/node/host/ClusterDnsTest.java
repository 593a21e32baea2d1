// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDnsTest {
  private static final String DRIVER_LINE =
      "127.9.1.2 pi-svc pi-svc.jobs pi-svc.jobs.svc pi-svc.jobs.svc.cluster.local";

  @TempDir private Path directory;
  private ClusterDns dns;

  @BeforeEach
  void prepare() {
    dns = new ClusterDns(directory.resolve("hosts"), "127.0.0.1");
  }

  @Test
  void knowsThisMachineAndTheApiServer() throws IOException {
    assertThat(lines())
        .contains("127.0.0.1 localhost")
        .anyMatch(line -> line.startsWith("127.0.0.1 kubernetes "));
  }

  @Test
  void pointsAServiceToItsReadyPods() throws IOException {
    dns.put(service());
    dns.put("1", endpoint("jobs", "driver", true));
    assertThat(lines()).contains(DRIVER_LINE);
  }

  @Test
  void leavesOutPodsThatAreNotReady() throws IOException {
    dns.put(service());
    dns.put("1", endpoint("jobs", "driver", false));
    assertThat(lines()).doesNotContain(DRIVER_LINE);

    dns.put("1", endpoint("jobs", "driver", true));
    assertThat(lines()).contains(DRIVER_LINE);
  }

  @Test
  void includesUnreadyPodsWhereTheServiceSaysSo() throws IOException {
    dns.put(
        new ServiceBuilder(service())
            .editSpec()
            .withPublishNotReadyAddresses(true)
            .endSpec()
            .build());
    dns.put("1", endpoint("jobs", "driver", false));
    assertThat(lines()).contains(DRIVER_LINE);
  }

  @Test
  void mindsNamespacesAndSelectors() throws IOException {
    dns.put(service());
    dns.put("1", endpoint("other", "driver", true));
    dns.put("2", endpoint("jobs", "executor", true));
    assertThat(lines()).doesNotContain(DRIVER_LINE);
  }

  @Test
  void forgetsPodsAndServices() throws IOException {
    dns.put(service());
    dns.put("1", endpoint("jobs", "driver", true));
    dns.remove("1");
    assertThat(lines()).doesNotContain(DRIVER_LINE);

    dns.put("1", endpoint("jobs", "driver", true));
    dns.remove(service());
    assertThat(lines()).doesNotContain(DRIVER_LINE);
  }

  private static ClusterDns.Endpoint endpoint(String namespace, String role, boolean ready) {
    return new ClusterDns.Endpoint(
        namespace, Map.of("spark-role", role), "127.9.1.2", ready, List.of());
  }

  private static Service service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("pi-svc")
        .withNamespace("jobs")
        .endMetadata()
        .withNewSpec()
        .withClusterIP("None")
        .addToSelector("spark-role", "driver")
        .endSpec()
        .build();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(directory.resolve("hosts"));
  }
}
