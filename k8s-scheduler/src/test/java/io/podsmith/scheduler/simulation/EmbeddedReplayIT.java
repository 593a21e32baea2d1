// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replays a script of the simulation against the embedded API server. */
class EmbeddedReplayIT {
  private static final String NAMESPACE = "default";
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "simulation", "replay-on-a-cluster.txt");

  /** Apart from the client of the test and the node, which meet no faults. */
  private static final String DRIVER = "driver";

  private static Fault fault(Step step) {
    Fault.Rule rule =
        Fault.on(step.word(1), "pods")
            .where(request -> request.userAgent().equals(DRIVER))
            .times(step.number(3));
    return switch (Effect.of(step.word(2))) {
      case THROTTLED -> rule.tooManyRequests(Duration.ZERO);
      case RETRY_AFTER -> rule.tooManyRequests(Duration.ofSeconds(3));
      case ERROR -> rule.serverError();
      case UNAVAILABLE -> rule.status(503, "ServiceUnavailable", "not ready");
      case EXPIRED -> rule.status(410, "Expired", "too old resource version");
      case FORBIDDEN, DENIED -> rule.forbidden("admission webhook denied the request");
      case RESET -> rule.dropRequest();
      case LOST -> rule.dropResponse();
      default -> throw new IllegalArgumentException("cannot be injected: " + step);
    };
  }

  private static KubernetesClient client(EmbeddedApiServer server) {
    Config config = new ConfigBuilder(server.config()).withUserAgent(DRIVER).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void holdsOnTheEmbeddedServer() throws Throwable {
    Script script = Script.parse(Files.readString(SCRIPT));
    try (EmbeddedApiServer server = EmbeddedApiServer.builder().start();
        KubernetesClient driver = client(server);
        SimulatedNode node = new SimulatedNode(server.client(), NAMESPACE)) {
      new ClusterReplay(
              script,
              driver,
              server.client(),
              NAMESPACE,
              World.APP,
              step -> server.faults().add(fault(step)))
          .run();
      assertThat(server.requests())
          .as("the faults of the script were injected")
          .filteredOn(request -> request.userAgent().equals(DRIVER))
          .extracting(RecordedRequest::status)
          .contains(429, 500, 503);
    }
  }
}
