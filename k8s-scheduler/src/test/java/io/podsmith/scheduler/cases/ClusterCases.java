// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.Finalizers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases that depend on how an API server answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class ClusterCases {
  static final Duration LONG = Duration.ofSeconds(60);
  static final String PREFIX = "/k8s/clusters/c-m-wxyz5678";

  private static final String GATE = "queue.example/admission";

  @TempDir Path directory;

  KubernetesClient admin;
  String namespace;
  CaseRunner cases;
  PodsmithLog log;
  private Config config;
  private Optional<String> kubeconfigBefore = Optional.empty();

  /** Returns how an administrator reaches the API server. */
  abstract Config connect();

  /** Returns the kubeconfig that Spark finds. */
  abstract String kubeconfig();

  /** Has the API server reject the pods of the namespace that violate Pod Security. */
  abstract void restrictPods();

  /**
   * Returns settings by which a user submits who may not create Secrets. May change which
   * kubeconfig Spark finds.
   */
  abstract String[] credentialsWithoutSecrets() throws Exception;

  @BeforeAll
  void open() {
    config = connect();
    admin = new KubernetesClientBuilder().withConfig(config).build();
    kubeconfigBefore = Optional.ofNullable(System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE));
  }

  @AfterAll
  void closeClient() {
    if (admin != null) {
      admin.close();
      kubeconfigBefore.ifPresentOrElse(
          file -> System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file),
          () -> System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE));
    }
  }

  @BeforeEach
  void makeNamespace() {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig());
    namespace = "case-" + Long.toString(System.nanoTime(), 36);
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    admin
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(account -> account != null, 60, TimeUnit.SECONDS);
    cases = new CaseRunner(directory, serverUrl(), namespace);
    log = new PodsmithLog();
  }

  @AfterEach
  void deleteNamespace() {
    log.close();
    cases.close();
    release();
    admin.namespaces().withName(namespace).delete();
  }

  final Config config() {
    return config;
  }

  final String serverUrl() {
    return config.getMasterUrl().replaceAll("/$", "");
  }

  final List<Pod> pods(String role) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Constants.SPARK_ROLE_LABEL, role)
        .list()
        .getItems();
  }

  final List<Pod> executors() {
    return pods(Constants.SPARK_POD_EXECUTOR_ROLE);
  }

  final void awaitExecutors(int count) throws Throwable {
    Eventually.within(LONG, () -> assertThat(executors()).hasSize(count));
  }

  /** Returns what an application created in the namespace. */
  final List<String> objects() {
    List<HasMetadata> found = new ArrayList<>();
    found.addAll(admin.pods().inNamespace(namespace).list().getItems());
    found.addAll(admin.configMaps().inNamespace(namespace).list().getItems());
    found.addAll(admin.secrets().inNamespace(namespace).list().getItems());
    found.addAll(admin.services().inNamespace(namespace).list().getItems());
    found.addAll(admin.persistentVolumeClaims().inNamespace(namespace).list().getItems());
    return found.stream()
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .filter(object -> !object.equals("ConfigMap kube-root-ca.crt"))
        .toList();
  }

  /** Takes the finalizers off everything, so that the namespace goes. */
  private void release() {
    List<HasMetadata> held = new ArrayList<>(admin.pods().inNamespace(namespace).list().getItems());
    held.addAll(admin.configMaps().inNamespace(namespace).list().getItems());
    for (HasMetadata object : held) {
      ObjectMeta meta = object.getMetadata();
      if (meta.getFinalizers() != null && !meta.getFinalizers().isEmpty()) {
        Finalizers.remove(admin, object);
      }
    }
  }

  /** Returns the lines at WARN or ERROR that contain a text. */
  final List<String> warnings(String text) {
    return log.warnings().stream().filter(line -> line.contains(text)).toList();
  }

  final void assertNothingIsLeft() throws Throwable {
    Eventually.within(LONG, () -> assertThat(objects()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"settings.conf, driver", "settings-executor.conf, executor"})
  void rejectsTheDumpOfAPodAsTemplate(String file, String role) throws Throwable {
    Throwable failure = cases.submit("dumped-pod", file).orElseThrow();

    assertThat(failure)
        .hasMessageContaining(
            "[PODSMITH-CONF-007] spark.kubernetes.%s.podTemplateFile is '%s'"
                .formatted(role, CaseFiles.of("dumped-pod").resolve("template.yaml")))
        .hasMessageContaining("the dump of a pod")
        .hasMessageContainingAll(
            "metadata.uid", "metadata.resourceVersion", "status", "spec.nodeName", "remove these");
    assertThat(objects()).isEmpty();
  }

  @Test
  void namesTheMissingRightAndTheSettingsThatNeedIt() throws Throwable {
    Throwable failure =
        cases
            .submit("no-right-to-secrets", "settings.conf", credentialsWithoutSecrets())
            .orElseThrow();

    assertThat(failure)
        .hasMessageContaining("[PODSMITH-CLUSTER-002]")
        .hasMessageContainingAll(
            "spark.hadoop.fs.s3a.access.key",
            "spark.hadoop.fs.s3a.secret.key",
            "spark.kubernetes.driverEnv.AWS_SECRET_ACCESS_KEY",
            "Grant the verbs create and patch for secrets in namespace " + namespace,
            "set spark.podsmith.driver.protectSensitiveSettings to false")
        .hasMessageNotContaining("a-well-kept-word");
    assertThat(log.linesWith("a-well-kept-word")).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void createsADriverWithoutSecretsWhereTheUserSaysSo() throws Throwable {
    List<String> settings = new ArrayList<>(List.of(credentialsWithoutSecrets()));
    settings.addAll(List.of("spark.podsmith.driver.protectSensitiveSettings", "false"));

    assertThat(
            cases.submit("no-right-to-secrets", "settings.conf", settings.toArray(String[]::new)))
        .isEmpty();
  }

  @Test
  void endsWithTheWordsOfTheServerWherePodSecurityRejectsTheDriver() throws Throwable {
    restrictPods();

    Throwable failure = cases.submit("pod-security", "settings.conf").orElseThrow();

    assertThat(failure)
        .hasMessageContaining("[PODSMITH-CLUSTER-002]")
        .hasMessageContainingAll("violates PodSecurity \"restricted", "allowPrivilegeEscalation");
    assertNothingIsLeft();
  }

  @Test
  void endsWherePodSecurityRejectsEveryExecutor() throws Throwable {
    restrictPods();
    // Without the setting the application ends after 3 min.
    SparkContext context =
        cases.start("pod-security", "settings.conf", "spark.podsmith.executor.startTimeout", "3s");

    Eventually.within(LONG, () -> assertThat(context.isStopped()).isTrue());

    assertThat(warnings("violates PodSecurity")).as("the words of the server").hasSize(1);
    assertThat(warnings("Stopping the application")).hasSize(1);
    assertNothingIsLeft();
  }

  @Test
  void acceptsPodsThatMeetPodSecurity() throws Throwable {
    restrictPods();

    assertThat(cases.submit("pod-security", "settings-accepted.conf")).isEmpty();
    cases.start("pod-security", "settings-accepted.conf");
    awaitExecutors(2);
  }

  @Test
  void endsAtOnceWhereTheNamespaceIsBeingDeleted() throws Throwable {
    SparkContext context = cases.start("pod-security", "settings-accepted.conf");
    awaitExecutors(2);
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("held")
                .withNamespace(namespace)
                .withFinalizers("podsmith.io/held")
                .endMetadata()
                .build())
        .create();

    admin.namespaces().withName(namespace).delete();

    Eventually.within(LONG, () -> assertThat(context.isStopped()).isTrue());
    assertThat(warnings("is being terminated"))
        .as("the words of the server, and what to change")
        .singleElement()
        .asString()
        .contains("set spark.kubernetes.namespace to one that exists and is not being deleted");
  }

  @Test
  void namesTheGateAndStopsAlthoughFinalizersHoldExecutors() throws Throwable {
    SparkContext context = cases.start("queued-pods", "settings.conf");
    awaitExecutors(3);
    Eventually.within(
        LONG,
        () -> assertThat(warnings("SchedulingGated")).singleElement().asString().contains(GATE));
    assertThat(executors()).as("nothing is requested again").hasSize(3);

    long begin = System.nanoTime();
    context.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    assertThat(executors())
        .hasSize(3)
        .allSatisfy(pod -> assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull());
  }

  @Test
  void saysWhyADriverWithAGateIsPending() throws Throwable {
    CompletableFuture<Optional<Throwable>> submission =
        CompletableFuture.supplyAsync(
            () -> cases.submitAndWait("queued-pods", "settings.conf"),
            task -> new Thread(task).start());
    Eventually.within(LONG, () -> assertThat(log.linesWith(GATE)).isNotEmpty());

    Pod driver = pods(Constants.SPARK_POD_DRIVER_ROLE).get(0);
    Finalizers.remove(admin, driver);
    admin.resource(driver).delete();

    assertThat(submission.get(LONG.toSeconds(), TimeUnit.SECONDS).orElseThrow().getCause())
        .hasMessageContaining("was deleted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings.conf", "settings-slash.conf"})
  void sendsAllRequestsBelowThePathOfTheMaster(String file) throws Throwable {
    try (PathProxy proxy = new PathProxy(config, PREFIX, UnaryOperator.identity());
        CaseRunner through = new CaseRunner(directory, proxy.url(), namespace)) {
      SparkContext context = through.start("master-below-path", file);
      awaitExecutors(2);
      Eventually.within(
          LONG,
          () -> assertThat(proxy.requests()).anyMatch(request -> request.contains("watch=true")));
      context.stop();

      assertThat(proxy.strayRequests()).isEmpty();
      assertThat(proxy.requests())
          .anyMatch(request -> request.startsWith("POST " + PREFIX + "/api/v1/namespaces/"))
          .anyMatch(request -> request.startsWith("DELETE " + PREFIX + "/api/v1/namespaces/"))
          .noneMatch(request -> request.contains("//"));
      assertNothingIsLeft();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "notebook-user, settings-accepted.conf",
    "instance-storage, settings.conf",
    "conf-directory-mounted, settings-without-map.conf",
    "host-network, settings.conf",
    "read-only-root, settings.conf",
    "many-volumes, settings.conf",
    "many-volumes, settings-claims.conf",
    "template-resources, settings.conf",
  })
  void createsDriverAndExecutors(String name, String file) throws Throwable {
    assertThat(cases.submit(name, file)).isEmpty();
    assertThat(pods(Constants.SPARK_POD_DRIVER_ROLE)).hasSize(1);

    SparkContext context =
        cases.start(
            name,
            file,
            "spark.dynamicAllocation.enabled",
            "false",
            "spark.executor.instances",
            "2");
    awaitExecutors(2);
    context.stop();
    Eventually.within(LONG, () -> assertThat(executors()).isEmpty());
  }
}
