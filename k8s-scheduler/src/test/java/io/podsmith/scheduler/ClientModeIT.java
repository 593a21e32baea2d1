// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.jobs.PendingJob;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A whole application in client mode asks for what it asks for with Spark's own jar. */
class ClientModeIT {
  private static final String APP = "spark-0123456789abcdef0123456789abcdef";
  private static final String OF_EXECUTORS = " spark-app-selector=" + APP + ",spark-role=executor";

  /** Nobody has created a service or a claim for this application. */
  private static final List<String> OF_WHICH_THERE_IS_NOTHING =
      List.of(
          "deletecollection services  spark-app-selector=" + APP,
          "deletecollection persistentvolumeclaims  spark-app-selector=" + APP);

  @Test
  void asksForWhatSparkAsksForFromStartToStop() {
    SortedSet<String> upstreams = requests(upstreamClassPath());
    SortedSet<String> ours = requests(classPath());

    assertThat(upstreams)
        .as("is the job what it is thought to be?")
        .contains("create pods job-exec-2", "deletecollection pods " + OF_EXECUTORS)
        .containsAll(OF_WHICH_THERE_IS_NOTHING);
    upstreams.removeAll(OF_WHICH_THERE_IS_NOTHING);
    assertThat(ours).as("one way or the other, no request more").isEqualTo(upstreams);
  }

  private static SortedSet<String> requests(String classPath) {
    try (EmbeddedApiServer server = EmbeddedApiServer.builder().withoutControllers().start()) {
      Map<String, String> properties = new LinkedHashMap<>();
      properties.put("spark.master", "k8s://" + server.url());
      properties.put("spark.app.name", "job");
      properties.put("spark.app.id", APP);
      properties.put("spark.driver.host", "127.0.0.1");
      properties.put("spark.executor.instances", "2");
      properties.put("spark.scheduler.minRegisteredResourcesRatio", "0");
      properties.put("spark.kubernetes.container.image", "spark:4.1.1");
      properties.put("spark.kubernetes.executor.podNamePrefix", "job");
      properties.put("spark.ui.enabled", "false");

      SparkSubmitProcess.Result result =
          SparkSubmitProcess.run(
              classPath,
              properties,
              List.of("--class", PendingJob.class.getName(), "spark-internal", "2"));

      assertThat(result.exitCode()).as(result.output()).isZero();
      List<RecordedRequest> requests = server.requests();
      assertThat(server.client().pods().inAnyNamespace().list().getItems())
          .as("nothing is left behind")
          .isEmpty();
      assertThat(server.client().configMaps().inNamespace("default").list().getItems()).isEmpty();
      return requests.stream()
          .filter(request -> !request.userAgent().contains(PendingJob.USER_AGENT))
          .filter(request -> !request.resource().isEmpty())
          .map(ClientModeIT::line)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Names with a number of their own are alike, and so are all lists, however they are paged. */
  private static String line(RecordedRequest request) {
    String selector = request.queryParameter("labelSelector").orElse("");
    String name = request.name().replaceAll("[0-9a-f]{14,17}", "<id>");
    return String.join(" ", request.verb(), request.resource(), name, selector).strip();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Spark's own jar in the place of our classes. */
  private static String upstreamClassPath() {
    String others =
        SparkSubmitProcess.classPath().stream()
            .map(Object::toString)
            .filter(entry -> !entry.endsWith("k8s-scheduler/target/classes"))
            .collect(Collectors.joining(File.pathSeparator));
    return StockJar.PATH + File.pathSeparator + others;
  }
}
