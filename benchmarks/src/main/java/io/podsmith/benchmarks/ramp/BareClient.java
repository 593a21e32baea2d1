package io.podsmith.benchmarks.ramp;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The floor: a client that does nothing but create pods such as executors have, 32 side by side,
 * and delete them when its standard input ends. Arguments: the API server, the number of pods.
 */
public final class BareClient {
  private static final int AT_ONCE = 32;
  private static final int DELETE_TIMEOUT_MILLIS = 120_000;

  private BareClient() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Config config = Config.autoConfigure(null);
    config.setMasterUrl(args[0]);
    config.setRequestTimeout(DELETE_TIMEOUT_MILLIS);
    int wanted = Integer.parseInt(args[1]);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      CountDownLatch created = new CountDownLatch(wanted);
      ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
      for (int i = 1; i <= wanted; i++) {
        Pod pod = pod(i);
        threads.execute(
            () -> {
              client.pods().inNamespace("default").resource(pod).create();
              created.countDown();
            });
      }
      created.await();
      while (System.in.read() >= 0) {
        // Only its end matters.
      }
      threads.shutdown();
      client
          .pods()
          .inNamespace("default")
          .withLabel("spark-app-selector", "floor")
          .withGracePeriod(0)
          .delete();
    }
  }

  private static Pod pod(int i) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("floor-exec-" + i)
            .addToLabels("spark-app-selector", "floor")
            .addToLabels("spark-role", "executor")
            .addToLabels("spark-exec-id", Integer.toString(i))
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("spark-kubernetes-executor")
            .withImage("simulated")
            .addToArgs("executor")
            .endContainer()
            .endSpec();
    for (int v = 1; v <= 15; v++) {
      String name = "VARIABLE_" + v;
      pod.editSpec()
          .editFirstContainer()
          .addNewEnv()
          .withName(name)
          .withValue("some value of usual length")
          .endEnv()
          .endContainer()
          .endSpec();
    }
    return pod.build();
  }
}
