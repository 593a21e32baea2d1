package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.Constants;
import io.podsmith.core.conf.SparkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a cluster with simulated nodes, on which pods run as soon as they are placed. */
class RealClusterIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final RecordingBackend backend = new RecordingBackend();
  private final String app = "real-" + Long.toString(System.nanoTime(), 36);
  private KubernetesClient client;

  /**
   * Apart from the driver's, whose threads must not be kept busy with reading pods for the test.
   */
  private KubernetesClient onlooker;

  private ExecutorPodManager manager;

  @BeforeEach
  void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    client = new KubernetesClientBuilder().withConfig(config).build();
    onlooker = new KubernetesClientBuilder().withConfig(config).build();
    onlooker
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      if (manager != null) {
        manager.stop();
      }
      onlooker.namespaces().withName(app).delete();
      onlooker.close();
      client.close();
    }
  }

  @Test
  void bringsExecutorsToRunningAndLeavesNothing() throws Throwable {
    int wanted = 50;
    start(Map.of());
    manager.setTotalExpectedExecutors(Map.of(0, wanted));
    Eventually.within(LONG, () -> assertThat(running()).isEqualTo(wanted));
    manager.stop();
    assertThat(onlooker.pods().inNamespace(app).list().getItems())
        .as("pods after stop()")
        .isEmpty();
  }

  private void start(Map<String, String> settings) {
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(settings, Map.of()), client, app, app, Optional.empty()),
            TestPods.specs(app),
            backend);
    manager.start();
  }

  private long running() {
    return onlooker
        .pods()
        .inNamespace(app)
        .withLabel(Constants.SPARK_APP_ID_LABEL, app)
        .list()
        .getItems()
        .stream()
        .filter(p -> "Running".equals(p.getStatus().getPhase()))
        .count();
  }
}
