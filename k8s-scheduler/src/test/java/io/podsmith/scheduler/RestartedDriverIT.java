// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.jobs.CrashingJob;
import io.podsmith.scheduler.steps.RestartsDriver;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container of a driver dies and is started again in its pod, as a step requested. */
class RestartedDriverIT {
  private static final String IMAGE = "podsmith/spark:test";

  @TempDir Path directory;

  @Test
  void getsExecutorsOfItsOwnAndEndsWell() {
    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .start()) {
      Path crashed = directory.resolve("crashed");

      SparkSubmitProcess.Result result =
          SparkSubmitProcess.run(
              properties(cluster),
              List.of(
                  "--deploy-mode",
                  "cluster",
                  "--class",
                  CrashingJob.class.getName(),
                  "spark-internal",
                  crashed.toString()));

      String log = cluster.logs("phoenix");
      assertThat(result.exitCode()).as("%s%n%s", result.output(), log).isZero();
      assertThat(crashed).exists();
      Pod driver = cluster.client().pods().withName("phoenix").get();
      assertThat(driver.getStatus().getContainerStatuses())
          .singleElement()
          .satisfies(status -> assertThat(status.getRestartCount()).isEqualTo(1));
      assertThat(log)
          .as("what the second container printed: the ids of the first are used up")
          .containsPattern("The sum is 5050, from executors \\[(?!1\\b|2\\b)\\d+")
          .doesNotContain("AlreadyExists");
      assertThat(executors(cluster)).isEmpty();
      assertThat(cluster.client().configMaps().list().getItems())
          .as("objects of executors")
          .noneMatch(map -> map.getMetadata().getName().contains("-exec-"));
    }
  }

  private static List<Pod> executors(EmbeddedCluster cluster) {
    return cluster
        .client()
        .pods()
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .list()
        .getItems();
  }

  private static Map<String, String> properties(EmbeddedCluster cluster) {
    Map<String, String> properties = new LinkedHashMap<>(cluster.sparkProperties());
    properties.put("spark.kubernetes.container.image", IMAGE);
    properties.put("spark.kubernetes.driver.pod.name", "phoenix");
    properties.put("spark.kubernetes.driver.pod.featureSteps", RestartsDriver.class.getName());
    properties.put("spark.kubernetes.executor.podNamePrefix", "phoenix");
    properties.put("spark.executor.instances", "2");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.driver.memory", "512m");
    properties.put("spark.ui.enabled", "false");
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    properties.put("spark.driver.extraJavaOptions", flags);
    properties.put("spark.executor.extraJavaOptions", flags);
    return properties;
  }
}
