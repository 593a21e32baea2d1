package io.podsmith.benchmarks.submit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Submits drivers from many threads of one JVM through one client, without Spark, to the cluster of
 * the kubeconfig, and deletes them again. Arguments: how many, from how many threads. The first
 * tenth is for warming up and does not count.
 */
public final class SubmitLoad {
  private static final String LABEL = "submit-load";
  private static final int DELETE_TIMEOUT_MILLIS = 120_000;

  private SubmitLoad() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    int count = Integer.parseInt(args[0]);
    int threads = Integer.parseInt(args[1]);
    Config config = Config.autoConfigure(null);
    config.setRequestTimeout(DELETE_TIMEOUT_MILLIS);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      Submitter submitter = new Submitter(client);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      int warmUp = Math.max(1, count / 10);
      run(pool, submitter, config.getMasterUrl(), warmUp);
      long begun = System.nanoTime();
      run(pool, submitter, config.getMasterUrl(), count);
      double seconds = (System.nanoTime() - begun) / 1e9;
      pool.shutdown();
      System.out.printf(
          "{\"submissions\": %d, \"threads\": %d, \"seconds\": %.2f, \"per_second\": %.1f}%n",
          count, threads, seconds, count / seconds);
      client.pods().inNamespace("default").withLabel(LABEL).withGracePeriod(0).delete();
    }
  }

  private static void run(ExecutorService pool, Submitter submitter, String master, int count)
      throws InterruptedException, ExecutionException {
    List<Future<?>> submissions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      submissions.add(pool.submit(() -> submitter.submit(request(master))));
    }
    for (Future<?> submission : submissions) {
      submission.get();
    }
  }

  private static SubmitRequest request(String master) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "k8s://" + master);
    settings.put("spark.submit.deployMode", "cluster");
    settings.put("spark.app.name", "load");
    settings.put("spark.jars", "local:///opt/spark/jars/job.jar");
    settings.put("spark.kubernetes.namespace", "default");
    settings.put("spark.kubernetes.container.image", "simulated");
    settings.put("spark.kubernetes.driver.label." + LABEL, "true");
    settings.put("spark.kubernetes.submission.waitAppCompletion", "false");
    return new SubmitRequest(
        SparkSettings.of(settings, Map.of()),
        new Application(
            "spark-" + UUID.randomUUID().toString().replace("-", ""),
            MainAppResource.builder()
                .language(AppLanguage.JAVA)
                .file(Optional.of("local:///opt/spark/jars/job.jar"))
                .build(),
            "org.example.Job",
            List.of(),
            Optional.empty()),
        SparkRuntime.standalone("4.1.1"));
  }
}
