// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Found;
import io.podsmith.scheduler.pods.cluster.CollectionApi.IdRange;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Page;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Finalizers;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion of all that an application has, on the embedded API server and on a real one. */
abstract class CollectionApiContract {
  private static final String APP = "app";
  private static final int PAGE = 4;

  private final String namespace = "c" + UUID.randomUUID().toString().substring(0, 8);
  private KubernetesClient client;
  private CollectionApi api;

  abstract KubernetesClient open();

  abstract void close();

  @BeforeEach
  void makeNamespace() {
    client = open();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    api =
        new HttpCollectionApi(
            client,
            namespace,
            APP,
            new ExecutorMetrics(),
            CredentialTrouble.of(client.getConfiguration()),
            PAGE,
            Duration.ofSeconds(30));
  }

  @AfterEach
  void removeNamespace() {
    if (client != null) {
      client
          .pods()
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(pod -> Finalizers.remove(client, pod));
      client.namespaces().withName(namespace).delete();
      close();
    }
  }

  private void executors(String app, int count) {
    IntStream.rangeClosed(1, count)
        .mapToObj(id -> TestPods.executor(app, id, 0))
        .map(
            pod ->
                new PodBuilder(pod)
                    .editMetadata()
                    .withNamespace(namespace)
                    .endMetadata()
                    // Bound to no node, so that no kubelet has to agree to its end.
                    .editSpec()
                    .withSchedulerName("none")
                    .endSpec()
                    .build())
        .forEach(pod -> client.pods().inNamespace(namespace).resource(pod).create());
  }

  private List<String> names() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  @Test
  void deletesPageByPage() {
    executors(APP, 10);
    executors("other", 1);
    Page first = api.deletePage(Kind.PODS, Optional.empty());
    assertThat(names()).as("after the first page").hasSize(7);
    Page second = api.deletePage(Kind.PODS, first.next());
    assertThat(names()).as("after the second page").hasSize(3);
    Page third = api.deletePage(Kind.PODS, second.next());
    assertThat(third.next()).isEmpty();
    assertThat(names()).containsExactly(TestPods.name("other", 1));
    assertThat(api.deletePage(Kind.PODS, Optional.empty()).objects()).isEmpty();
  }

  @Test
  void deletesARangeOfExecutors() {
    executors(APP, 12);
    executors("other", 4);
    List<Found> deleted = api.deleteExecutors(new IdRange(3, 10));
    assertThat(deleted).as("ids are compared as numbers").hasSize(8);
    assertThat(names())
        .containsExactlyInAnyOrder(
            TestPods.name(APP, 1),
            TestPods.name(APP, 2),
            TestPods.name(APP, 11),
            TestPods.name(APP, 12),
            TestPods.name("other", 1),
            TestPods.name("other", 2),
            TestPods.name("other", 3),
            TestPods.name("other", 4));
    assertThat(api.deleteExecutors(new IdRange(3, 10))).isEmpty();
  }

  @Test
  void tellsTerminatingObjectsFromOthers() {
    executors(APP, 2);
    Pod held = client.pods().inNamespace(namespace).withName(TestPods.name(APP, 1)).get();
    Finalizers.set(client, held, "podsmith.io/test");
    api.delete(Kind.PODS, TestPods.name(APP, 1));
    assertThat(api.list(Kind.PODS, Optional.empty()).objects())
        .containsExactlyInAnyOrder(
            new Found(TestPods.name(APP, 1), true), new Found(TestPods.name(APP, 2), false));
  }

  @Test
  void deletesWhatDoesNotExistWithoutComplaint() {
    api.delete(Kind.PODS, "nothing");
    api.delete(Kind.CLAIMS, "nothing");
    for (Kind kind : Kind.values()) {
      assertThat(api.deletePage(kind, Optional.empty()).next()).isEmpty();
      assertThat(api.list(kind, Optional.empty()).objects()).isEmpty();
    }
  }

  @Test
  void deletesTheConfigMapsOfExecutorsOnly() {
    configMap("executors", Map.of(Constants.SPARK_APP_ID_LABEL, APP, "spark-role", "executor"));
    configMap("of-driver", Map.of(Constants.SPARK_APP_ID_LABEL, APP, "spark-role", "driver"));
    api.deletePage(Kind.CONFIG_MAPS, Optional.empty());
    assertThat(
            client.configMaps().inNamespace(namespace).list().getItems().stream()
                .map(map -> map.getMetadata().getName()))
        .contains("of-driver")
        .doesNotContain("executors");
  }

  private void configMap(String name, Map<String, String> labels) {
    client
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }
}
