// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionControl;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code spark-submit --kill} and {@code --status} with more drivers than one page of a list. */
class ManyDriversIT {
  private static final String NAMESPACE = "default";
  private static final int MORE_THAN_A_PAGE = 620;

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().withoutControllers().start();
  private final KubernetesClient client = server.client();
  private final List<String> out = new ArrayList<>();
  private final SubmissionControl control =
      new SubmissionControl(
          SparkSettings.of(
              Map.of("spark.kubernetes.appKillPodDeletionGracePeriod", "0s"), Map.of()),
          out::add,
          client);

  @BeforeEach
  void createDrivers() {
    IntStream.range(0, MORE_THAN_A_PAGE).forEach(i -> createDriver("job-%04d".formatted(i)));
    createDriver("another");
    createDriver("zebra");
    server.clearRequests();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void createDriver(String name) {
    client
        .pods()
        .inNamespace(NAMESPACE)
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("spark-role", "driver")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("driver")
                .withImage("spark")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private List<String> names() {
    return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private long lists() {
    return server.requests().stream().filter(r -> r.verb().equals("list")).count();
  }

  @Test
  void killsTheDriversOfAllPages() {
    control.kill(NAMESPACE + ":job-*");

    assertThat(lists()).as("pages").isEqualTo(2);
    assertThat(names()).containsExactlyInAnyOrder("another", "zebra");
    assertThat(out)
        .contains("Deleting driver pod: job-0000.", "Deleting driver pod: job-0619.")
        .filteredOn(line -> line.startsWith("Deleting"))
        .hasSize(MORE_THAN_A_PAGE);
  }

  @Test
  void findsADriverOfTheLastPage() {
    control.kill(NAMESPACE + ":zeb*");

    assertThat(names()).hasSize(MORE_THAN_A_PAGE + 1).doesNotContain("zebra");
  }

  @Test
  void describesTheDriversOfAllPages() {
    control.status(NAMESPACE + ":job-*");

    assertThat(out)
        .filteredOn(line -> line.startsWith("Application status"))
        .hasSize(MORE_THAN_A_PAGE);
  }
}
