// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.soak;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The cluster of a soak, in a process of its own so that its memory is not measured: an API server
 * with a node and faults. Prints its URL, and runs until its standard input ends.
 */
final class SoakCluster {
  private static final String NAMESPACE = "default";
  private static final long ROUND_MILLIS = 500;
  private static final int ROUNDS_PER_FAULT = 20;

  private final Random random = new Random(1);
  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private final KubernetesClient client = server.client();
  private long faults;

  private SoakCluster() {}

  public static void main(String[] args) throws Exception {
    SoakCluster cluster = new SoakCluster();
    try (SimulatedNode unused = new SimulatedNode(cluster.client, NAMESPACE)) {
      System.out.println(cluster.server.url());
      for (int round = 0; System.in.available() == 0; round++) {
        Thread.sleep(ROUND_MILLIS);
        cluster.server.clearRequests();
        if (round % ROUNDS_PER_FAULT == 0) {
          cluster.changeFaults();
        }
        cluster.endSomeExecutors();
      }
      System.out.println(cluster.faults);
    } finally {
      cluster.server.close();
    }
  }

  /** Each fault holds for 10 s; every other time there is none. */
  private void changeFaults() {
    server.faults().clear();
    Predicate<RecordedRequest> ofDriver = request -> request.query().contains("spark");
    switch (random.nextInt(12)) {
      case 0 -> add(Fault.on("create", "pods").rate(0.3).tooManyRequests(Duration.ofSeconds(1)));
      case 1 -> add(Fault.on("create", "pods").rate(0.3).serverError());
      case 2 -> add(Fault.on("create", "pods").rate(0.3).dropResponse());
      case 3 -> add(Fault.on("*", "pods").where(ofDriver).rate(0.3).dropRequest());
      case 4 -> {
        add(Fault.on("watch", "pods").where(ofDriver).closeWatchAfter(Duration.ofMillis(300)));
        server.compact();
      }
      case 5 ->
          add(Fault.on("create", "pods").forbidden("pods \"x\" is forbidden: exceeded quota: few"));
      default -> server.compact();
    }
  }

  private void add(Fault fault) {
    faults++;
    server.faults().add(fault);
  }

  /** Lists without a label, so that the faults of the driver's requests do not hit this one. */
  private void endSomeExecutors() {
    for (Pod pod : client.pods().inNamespace(NAMESPACE).list().getItems()) {
      if (random.nextInt(20) == 0 && "Running".equals(pod.getStatus().getPhase())) {
        faults++;
        end(pod);
      }
    }
  }

  private void end(Pod pod) {
    try {
      if (random.nextBoolean()) {
        client.resource(pod).withGracePeriod(0).delete();
      } else {
        client
            .resource(pod)
            .editStatus(
                old ->
                    new PodBuilder(old)
                        .editStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .withMessage("The node was low on resource: memory.")
                        .endStatus()
                        .build());
      }
    } catch (KubernetesClientException e) {
      // It has gone in between.
    }
  }
}
