// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.scheduler.OurPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills drivers and tells their status as Spark's own jar does, request by request. */
class KillAndStatusTest {
  private static final String GRACE = "spark.kubernetes.appKillPodDeletionGracePeriod";

  private static final Pattern UID =
      Pattern.compile("\"preconditions\":\\{\"uid\":\"[0-9a-f-]+\"},");

  @TempDir static Path folder;

  private static Upstream upstream;
  private static EmbeddedApiServer theirs;
  private static EmbeddedApiServer ours;

  @BeforeAll
  static void start() {
    upstream = Upstream.open();
    theirs = EmbeddedApiServer.builder().withoutControllers().start();
    ours = EmbeddedApiServer.builder().withoutControllers().start();
    for (EmbeddedApiServer server : List.of(theirs, ours)) {
      server
          .client()
          .resource(new NamespaceBuilder().withNewMetadata().withName("jobs").endMetadata().build())
          .create();
    }
  }

  @AfterAll
  static void stop() {
    theirs.close();
    ours.close();
  }

  /** A command of a user's: {@code context} is the namespace of the kubeconfig's context. */
  @ParameterizedTest(name = "{0} {1}, context {2}, setting {3}, grace period {4}")
  @CsvSource({
    "kill, jobs:pi-1, , ,",
    "kill, jobs:pi-1, default, , 5s",
    "kill, jobs:pi-*, , , 0s",
    "kill, jobs:*, default, jobs,",
    "kill, jobs:nothing, default, ,",
    "kill, jobs:nothing*, default, ,",
    "kill, pi-1, jobs, ,",
    "kill, pi-1, jobs, default, 7",
    "kill, pi-*, jobs, default,",
    "kill, pi-*, , , 3s",
    "kill, pi-*, , jobs,",
    "kill, *, , ,",
    "printSubmissionStatus, jobs:pi-1, default, ,",
    "printSubmissionStatus, jobs:pi*, default, ,",
    "printSubmissionStatus, jobs:nothing, default, ,",
    "printSubmissionStatus, jobs:nothing*, default, ,",
    "printSubmissionStatus, pi-1, jobs, default,",
    "printSubmissionStatus, pi-*, jobs, default,",
    "printSubmissionStatus, pi-*, , jobs,",
  })
  void asksForWhatSparkAsksFor(
      String operation, String id, String context, String setting, String grace) throws Exception {
    List<String> upstreams =
        requests(
            theirs,
            context,
            () ->
                Lab.inUpstream(
                    upstream, "control", operation, id, settings(theirs, setting, grace)));
    List<String> own =
        requests(
            ours,
            context,
            () -> {
              OurPods.control(operation, id, settings(ours, setting, grace));
              return "";
            });

    assertThat(own.stream().map(each -> UID.matcher(each).replaceAll("")).toList())
        .isEqualTo(upstreams)
        .isNotEmpty();
    assertThat(own)
        .filteredOn(each -> each.startsWith("DELETE "))
        .as("drivers of a list are deleted only if they are still those of the list")
        .allMatch(each -> UID.matcher(each).find() == id.contains("*"));
  }

  @Test
  void asksForANamespaceWhereSparkKillsNothing() throws Exception {
    requests(
        theirs,
        null,
        () -> Lab.inUpstream(upstream, "control", "kill", "pi-1", settings(theirs, null, null)));
    assertThat(theirs.client().pods().inAnyNamespace().list().getItems()).hasSize(8);

    for (String operation : List.of("kill", "printSubmissionStatus")) {
      assertThatThrownBy(
              () ->
                  requests(
                      ours,
                      null,
                      () -> {
                        OurPods.control(operation, "pi-1", settings(ours, null, null));
                        return "";
                      }))
          .hasMessageContaining("the submission id is 'pi-1'")
          .hasMessageContaining("<namespace>:<driver pod>");
    }
  }

  private static Map<String, String> settings(
      EmbeddedApiServer server, String namespace, String grace) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "k8s://" + server.url());
    if (namespace != null) {
      settings.put("spark.kubernetes.namespace", namespace);
    }
    if (grace != null) {
      settings.put(GRACE, grace);
    }
    return settings;
  }

  private static List<String> requests(
      EmbeddedApiServer server, String context, Callable<Object> operation) throws Exception {
    KubernetesClient client = server.client();
    for (String namespace : List.of("default", "jobs")) {
      client.pods().inNamespace(namespace).withGracePeriod(0).delete();
      for (String pod : List.of("pi-1", "pi-2", "pi-exec", "other")) {
        client
            .pods()
            .inNamespace(namespace)
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(pod)
                    .addToLabels("spark-role", pod.equals("pi-exec") ? "executor" : "driver")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("main")
                    .withImage("spark")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
      }
    }
    server.clearRequests();
    Lab.withKubeconfig(kubeconfig(context).toString(), operation);
    List<String> lines = new ArrayList<>();
    server
        .requests()
        .forEach(
            request ->
                lines.add(
                    Stream.of(
                            request.method(),
                            request.path() + "?" + withoutPages(request.query()),
                            request.body(),
                            String.valueOf(request.status()))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow()));
    return lines.stream().sorted().toList();
  }

  /** Podsmith lists in pages (docs/differences.md); everything else is the same. */
  private static String withoutPages(String query) {
    return query.replaceFirst("&limit=500$", "");
  }

  private static Path kubeconfig(String namespace) throws IOException {
    String chosen = namespace == null ? "" : ", namespace: " + namespace;
    return Files.writeString(
        folder.resolve("kubeconfig-" + namespace),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
        - name: here
          cluster: {server: "https://here.example.org"}
        contexts:
        - name: here
          context: {cluster: here, user: me%s}
        users:
        - name: me
          user: {}
        """
            .formatted(chosen));
  }
}
