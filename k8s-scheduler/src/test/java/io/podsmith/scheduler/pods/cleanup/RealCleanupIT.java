// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of an application whose role allows less than others do, on a real API server. */
class RealCleanupIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int EXECUTORS = 12;

  /** More than one request deletes. */
  private static final int MANY_EXECUTORS = 300;

  private final String app = "end-" + Long.toString(System.nanoTime(), 36);
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private KubernetesClient admin;
  private KubernetesClient client;
  private ExecutorPodManager manager;

  @BeforeEach
  void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    admin = new KubernetesClientBuilder().withConfig(config).build();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(config).withImpersonateUsername(app).build())
            .build();
  }

  @AfterEach
  void disconnect() {
    if (admin != null) {
      manager.stop();
      admin.namespaces().withName(app).delete();
      client.close();
      admin.close();
    }
  }

  private static PolicyRule rule(String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }

  private void start(PolicyRule... rules) throws Throwable {
    start(EXECUTORS, rules);
  }

  private void start(int executors, PolicyRule... rules) throws Throwable {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("driver")
                .withNamespace(app)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("driver")
                .withNamespace(app)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "driver")
                .addNewSubject("rbac.authorization.k8s.io", "User", app, null)
                .build())
        .create();
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(Map.of(), Map.of()), client, app, app, Optional.empty()),
            TestPods.specs(app),
            new RecordingBackend(),
            metrics);
    manager.createConfigMap("conf", Map.of("a", "b"));
    manager.start();
    manager.setTotalExpectedExecutors(Map.of(0, executors));
    Eventually.within(LONG, () -> assertThat(pods()).hasSize(executors));
  }

  private List<Pod> pods() {
    return admin.pods().inNamespace(app).list().getItems();
  }

  private List<String> configMaps() {
    return admin.configMaps().inNamespace(app).list().getItems().stream()
        .map(map -> map.getMetadata().getName())
        .filter(name -> name.equals("conf"))
        .toList();
  }

  @Test
  void leavesNothingWithoutTheRightToDeleteCollections() throws Throwable {
    start(
        rule("pods", "create", "get", "list", "watch", "delete", "patch"),
        rule("configmaps", "create", "list", "delete"));
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      manager.stop();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
    Eventually.within(LONG, () -> assertThat(pods()).isEmpty());
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void leavesNothingWithoutTheRightToListEither() throws Throwable {
    start(
        rule("pods", "create", "get", "watch", "delete", "patch"),
        rule("configmaps", "create", "delete"));
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      manager.stop();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
    Eventually.within(LONG, () -> assertThat(pods()).isEmpty());
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void leavesNothingOfHundredsOfExecutors() throws Throwable {
    start(
        MANY_EXECUTORS,
        rule("pods", "create", "get", "list", "watch", "delete", "deletecollection", "patch"),
        rule("configmaps", "create", "list", "delete", "deletecollection"));
    leavesNothingWithOneWay();
  }

  @Test
  void leavesNothingOfHundredsOfExecutorsWithoutTheRightToDeleteSingleOnes() throws Throwable {
    start(
        MANY_EXECUTORS,
        rule("pods", "create", "get", "list", "watch", "deletecollection", "patch"),
        rule("configmaps", "create", "list", "deletecollection"));
    leavesNothingWithOneWay();
  }

  private void leavesNothingWithOneWay() throws Throwable {
    try (LogLines log = new LogLines(ClusterCleanup.class, CollectionDeleter.class)) {
      manager.stop();
      assertThat(log.lines())
          .noneMatch(line -> line.startsWith("WARN"))
          .noneMatch(line -> line.contains("individually"));
    }
    Eventually.within(LONG, () -> assertThat(pods()).isEmpty());
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void leavesNothingWhenItIsInterrupted() throws Throwable {
    start(
        rule("pods", "create", "get", "list", "watch", "delete", "patch"),
        rule("configmaps", "create", "list", "delete"));
    Thread.currentThread().interrupt();
    manager.stop();
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    Eventually.within(LONG, () -> assertThat(pods()).isEmpty());
    assertThat(configMaps()).isEmpty();
  }
}
