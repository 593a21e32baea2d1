// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.access.AccessManifest;
import io.podsmith.core.access.Job;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.access.Subject;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.scheduler.ManagesExecutorPods;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.testing.Applications;
import io.podsmith.scheduler.pods.testing.Eventually;
import java.io.IOException;
import java.io.StringReader;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.metrics.source.Source;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A job in a namespace of its own: submitted with the token of the submitter, while this JVM is its
 * driver, with the token of the driver's service account. Nodes are simulated, so that executors
 * never register.
 */
final class AccessJob implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final String SUBMISSION = "spark.kubernetes.authenticate.submission.";
  private static final String ENVIRONMENT = "spark.executorEnv.";
  static final Duration PAUSE = Duration.ofMillis(50);
  private static final String MOUNTED = "spark.kubernetes.authenticate.driver.mounted.";

  private final AccessCluster cluster;
  private final KubernetesClient admin;
  private final String namespace;
  private final SparkSettings settings;
  private BooleanSupplier isOver = () -> false;

  AccessJob(AccessCluster cluster, String namespace, Map<String, String> conf) {
    this.cluster = cluster;
    this.admin = cluster.admin();
    this.namespace = namespace;
    Map<String, String> all = new TreeMap<>();
    all.put("spark.master", cluster.master());
    all.put("spark.submit.deployMode", "cluster");
    all.put("spark.app.name", "job");
    all.put("spark.kubernetes.namespace", namespace);
    all.put("spark.kubernetes.container.image", "simulated");
    all.put("spark.kubernetes.authenticate.driver.serviceAccountName", AccessCluster.DRIVER);
    all.put("spark.executor.instances", "2");
    all.put("spark.executor.memory", "616m");
    all.put("spark.kubernetes.driver.request.cores", "100m");
    all.put("spark.kubernetes.executor.request.cores", "100m");
    all.put("spark.kubernetes.dynamicAllocation.deleteGracePeriod", "0s");
    all.putAll(conf);
    settings = SparkSettings.of(all, Map.of());
  }

  void createNamespace() {
    cluster.createNamespace(namespace);
  }

  /** Gives up all waiting once a condition holds. */
  void stopWhen(BooleanSupplier condition) {
    isOver = condition;
  }

  void within(ThrowingCallable assertion) throws Throwable {
    Eventually.within(
        LONG,
        () -> {
          if (isOver.getAsBoolean()) {
            throw new IllegalStateException("no need to wait any longer");
          }
          assertion.call();
        });
  }

  String namespace() {
    return namespace;
  }

  /** Returns what {@code podsmith rbac} prints. */
  AccessManifest manifest() {
    try (PreparedSubmission prepared =
        Planner.prepare(
            settings, runtime(), application(), SettingOrigins.unknown(), FileContents.ofAll())) {
      return new AccessManifest(
          List.of(JobAccess.of(Job.of(prepared))),
          List.of(Subject.serviceAccount(namespace, AccessCluster.SUBMITTER)),
          false);
    }
  }

  private static SparkRuntime runtime() {
    return SparkRuntime.standalone("4.1.1");
  }

  private static Application application() {
    return new Application(
        "spark-" + Long.toString(System.nanoTime(), 36),
        MainAppResource.builder().language(AppLanguage.JAVA).file("local:///opt/job.jar").build(),
        "com.acme.Job",
        List.of(),
        Optional.empty());
  }

  /** Returns the settings with which the submitter connects. */
  SparkSettings asSubmitter() throws IOException {
    return settings.with(
        Map.of(
            SUBMISSION + "oauthToken",
            cluster.token(namespace, AccessCluster.SUBMITTER),
            SUBMISSION + "caCertFile",
            cluster.certificateAuthority().toString()));
  }

  /** Submits with the submitter's rights and waits until the driver has ended. */
  SubmissionResult submitAndWait() throws Throwable {
    AtomicBoolean isDone = new AtomicBoolean();
    CompletableFuture<Void> end = CompletableFuture.runAsync(() -> endDriver(isDone));
    try {
      return new Submitter().submit(new SubmitRequest(asSubmitter(), application(), runtime()));
    } finally {
      isDone.set(true);
      end.join();
    }
  }

  /** Submits with the submitter's rights and does not wait. */
  Pod submit() throws Throwable {
    SparkSettings now =
        asSubmitter().with(Map.of("spark.kubernetes.submission.waitAppCompletion", "false"));
    new Submitter().submit(new SubmitRequest(now, application(), runtime()));
    return driverPod();
  }

  /** Submits with all rights and does not wait. */
  Pod submitAsAdmin() throws Throwable {
    SparkSettings now =
        settings.with(Map.of("spark.kubernetes.submission.waitAppCompletion", "false"));
    new Submitter(admin).submit(new SubmitRequest(now, application(), runtime()));
    return driverPod();
  }

  private Pod driverPod() throws Throwable {
    within(() -> assertThat(drivers()).anyMatch(AccessJob::isRunning));
    return drivers().stream().filter(AccessJob::isRunning).findFirst().orElseThrow();
  }

  private List<Pod> drivers() {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_DRIVER_ROLE)
        .list()
        .getItems();
  }

  /** Ends the driver pod as its node would, once it runs. */
  private void endDriver(AtomicBoolean isDone) {
    boolean hasEnded = false;
    while (!isDone.get() && !hasEnded) {
      hasEnded = drivers().stream().filter(AccessJob::isRunning).anyMatch(this::end);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns false if the submission has deleted its pod again. */
  private boolean end(Pod driver) {
    try {
      admin
          .pods()
          .inNamespace(namespace)
          .withName(driver.getMetadata().getName())
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"Succeeded\"}}");
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
      return false;
    }
  }

  /** A driver that runs in this JVM. */
  static final class Driver implements AutoCloseable {
    final SparkContext sc;
    final ExecutorPodManager pods;

    private Driver(SparkConf conf) {
      sc = new SparkContext(conf);
      pods = ((ManagesExecutorPods) sc.schedulerBackend()).executorPods();
    }

    /** Returns how many executors the driver has observed that are pending. */
    int pending() {
      Source source = sc.env().metricsSystem().getSourcesByName("ExecutorPods").head();
      return (Integer) source.metricRegistry().getGauges().get("executors.pending").getValue();
    }

    @Override
    public void close() {
      Applications.stop(sc);
    }
  }

  /** Starts the driver as the pod would, with the properties that the submission has created. */
  Driver start(Pod pod) throws IOException {
    return new Driver(conf(pod));
  }

  SparkConf conf(Pod pod) throws IOException {
    SparkConf conf = new SparkConf(false);
    Properties properties = properties(pod);
    properties.stringPropertyNames().forEach(key -> conf.set(key, properties.getProperty(key)));
    // These come from the Secret of the driver.
    settings.withPrefix(ENVIRONMENT).forEach((key, value) -> conf.set(ENVIRONMENT + key, value));
    return conf.set("spark.master", cluster.master())
        .set("spark.submit.deployMode", "client")
        .set("spark.kubernetes.driver.master", cluster.master())
        .set(
            MOUNTED + "oauthTokenFile",
            cluster.tokenFile(namespace, AccessCluster.DRIVER).toString())
        .set(MOUNTED + "caCertFile", cluster.certificateAuthority().toString())
        .set("spark.driver.host", "localhost")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.driver.port", "0")
        .set("spark.driver.blockManager.port", "0")
        .set("spark.driver.memory", "512m")
        .set("spark.ui.enabled", "false")
        .set("spark.scheduler.minRegisteredResourcesRatio", "0")
        .remove("spark.jars");
  }

  private Properties properties(Pod pod) throws IOException {
    ConfigMap map =
        admin.configMaps().inNamespace(namespace).list().getItems().stream()
            .filter(each -> isOwned(each, pod))
            .filter(each -> each.getData() != null)
            .filter(each -> each.getData().containsKey(Constants.SPARK_CONF_FILE_NAME))
            .findFirst()
            .orElseThrow();
    Properties properties = new Properties();
    properties.load(new StringReader(map.getData().get(Constants.SPARK_CONF_FILE_NAME)));
    return properties;
  }

  private static boolean isOwned(HasMetadata object, Pod pod) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(pod.getMetadata().getUid()));
  }

  List<Pod> executors() {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Deletes the pod of an executor as an administrator. */
  void deleteExecutor(long id) {
    admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Constants.SPARK_EXECUTOR_ID_LABEL, Long.toString(id))
        .withGracePeriod(0)
        .delete();
  }

  void awaitRunning(int number) throws Throwable {
    within(() -> assertThat(executors()).hasSize(number).allMatch(AccessJob::isRunning));
  }

  static boolean isRunning(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  /** Returns what the driver should have deleted at its end. */
  List<String> left() {
    List<HasMetadata> all = new ArrayList<>(executors());
    all.addAll(admin.services().inNamespace(namespace).list().getItems());
    all.addAll(admin.configMaps().inNamespace(namespace).list().getItems());
    all.addAll(admin.secrets().inNamespace(namespace).list().getItems());
    all.addAll(admin.apps().statefulSets().inNamespace(namespace).list().getItems());
    all.addAll(admin.apps().deployments().inNamespace(namespace).list().getItems());
    return all.stream()
        .filter(each -> each.getMetadata().getDeletionTimestamp() == null)
        .filter(each -> each.getKind().equals("Service") || isOfExecutors(each))
        .map(each -> "%s %s".formatted(each.getKind(), each.getMetadata().getName()))
        .toList();
  }

  private static boolean isOfExecutors(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null
        && Constants.SPARK_POD_EXECUTOR_ROLE.equals(labels.get(Constants.SPARK_ROLE_LABEL));
  }

  @Override
  public void close() {
    cluster.deleteNamespace(namespace);
  }
}
