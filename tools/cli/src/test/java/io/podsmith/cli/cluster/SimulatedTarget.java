// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real control plane with simulated nodes, which run no processes.
 *
 * <p>The environment variable {@code PODSMITH_SIMULATED_CLUSTER} names its kubeconfig. Without it
 * tests are skipped, unless {@code PODSMITH_REQUIRE_REAL_API} is {@code true}: then they fail.
 */
public record SimulatedTarget(KubernetesClient client, String previousKubeconfig)
    implements Target {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  /** Connects, and lets commands find the credentials in the kubeconfig. */
  public static SimulatedTarget connect() {
    String file = System.getenv(KUBECONFIG);
    String missing = "set %s to the kubeconfig of a real cluster".formatted(KUBECONFIG);
    if (file == null && Boolean.parseBoolean(System.getenv("PODSMITH_REQUIRE_REAL_API"))) {
      Assertions.fail(missing);
    }
    Assumptions.assumeTrue(file != null, missing);
    String previous = System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE, "");
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file);
    return new SimulatedTarget(
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build(),
        previous);
  }

  @Override
  public Map<String, String> settings() {
    String url = client.getMasterUrl().toString();
    return Map.of("spark.master", "k8s://%s".formatted(url.replaceAll("/$", "")));
  }

  @Override
  public void close() {
    client.close();
    if (previousKubeconfig.isEmpty()) {
      System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    } else {
      System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, previousKubeconfig);
    }
  }
}
