// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Waits until pods of executors are there and stops. Argument: how many. */
public final class PendingJob {
  /** By which the requests of the job itself are told from those of Spark. */
  public static final String USER_AGENT = "pending-job";

  private PendingJob() {}

  public static void main(String[] args) throws Exception {
    int wanted = Integer.parseInt(args[0]);
    SparkConf conf = new SparkConf();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(conf.get("spark.master").replaceFirst("k8s://", ""))
            .withUserAgent(USER_AGENT)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        JavaSparkContext spark = new JavaSparkContext(conf)) {
      client
          .pods()
          .inNamespace("default")
          .withLabel("spark-app-selector", spark.sc().applicationId())
          .informOnCondition(pods -> pods.size() >= wanted)
          .get(1, TimeUnit.MINUTES);
    }
  }
}
