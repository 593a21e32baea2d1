// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.FaultyGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replays a script of the simulation against a real API server whose nodes are simulated. */
class RealReplayIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "simulation", "replay-on-a-cluster.txt");

  private final String app = "replay-" + Long.toString(System.nanoTime(), 36);
  private final Map<Call, Step> armed = new EnumMap<>(Call.class);
  private final Map<Call, Integer> left = new EnumMap<>(Call.class);

  private synchronized void arm(Step step) {
    Call call = Call.of(step.word(1));
    armed.put(call, step);
    left.put(call, step.number(3));
  }

  private synchronized FaultyGateway.Effect next(FaultyGateway.Request request) {
    Call call = callOf(request);
    int count = left.getOrDefault(call, 0);
    if (count == 0) {
      return FaultyGateway.Effect.PASS;
    }
    left.put(call, count - 1);
    Step step = armed.get(call);
    return switch (Effect.of(step.word(2))) {
      case THROTTLED, RETRY_AFTER -> FaultyGateway.Effect.TOO_MANY_REQUESTS;
      case ERROR, UNAVAILABLE -> FaultyGateway.Effect.SERVER_ERROR;
      case EXPIRED -> FaultyGateway.Effect.EXPIRED;
      case RESET -> FaultyGateway.Effect.LOST_BEFORE;
      case LOST -> FaultyGateway.Effect.LOST_AFTER;
      default -> throw new IllegalArgumentException("cannot be injected: " + step);
    };
  }

  private static Call callOf(FaultyGateway.Request request) {
    if (request.isWatch()) {
      return Call.WATCH;
    }
    return switch (request.method()) {
      case "POST" -> Call.CREATE;
      case "DELETE" -> Call.DELETE;
      case "PATCH", "PUT" -> Call.LABEL;
      default -> request.uri().contains("/pods?") ? Call.LIST : Call.GET;
    };
  }

  @Test
  void holdsOnARealServer() throws Throwable {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Script script = Script.parse(Files.readString(SCRIPT));
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    try (FaultyGateway gateway = new FaultyGateway(config);
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        KubernetesClient driver =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(gateway.url()).build())
                .build()) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
          .create();
      Eventually.within(
          LONG,
          () ->
              assertThat(client.serviceAccounts().inNamespace(app).withName("default").get())
                  .isNotNull());
      gateway.rule(this::next);
      try {
        new ClusterReplay(script, driver, client, app, app, this::arm).run();
      } finally {
        client.namespaces().withName(app).delete();
      }
    }
  }
}
