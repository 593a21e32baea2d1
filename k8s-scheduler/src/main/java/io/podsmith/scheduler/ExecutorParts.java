// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.planning.PlanAnnotation;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.calls.StepTimeLimit;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.cluster.AnswerLimit;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler backend gets executors with, checked and ready to start.
 *
 * @param appId the id of the application
 * @param pods asks for executors and follows them
 * @param metrics what {@code pods} counts
 * @param recovery whether new executors run one task at a time
 * @param relay what {@code pods} talks to
 * @param sparkConfMapName the name of the ConfigMap of executors
 * @param confMapData what goes into it; empty where it is switched off
 * @param secret the Secret of executors, where they have anything to protect
 * @param client the way to the API server
 * @param registry the steps
 * @param timeLimit ends the application if a step does not return
 */
record ExecutorParts(
    String appId,
    ExecutorPodManager pods,
    ExecutorMetrics metrics,
    RecoveryMode recovery,
    BackendRelay relay,
    String sparkConfMapName,
    Optional<SortedMap<String, String>> confMapData,
    Optional<ExecutorSecret> secret,
    KubernetesClient client,
    StepRegistry registry,
    StepTimeLimit.Sampling timeLimit)
    implements AutoCloseable {
  private static final long ANY_EXECUTOR = 1;

  /** Puts the parts together and builds one executor for trial; creates nothing in the cluster. */
  static ExecutorParts prepare(SparkContext sc, String masterUrl) {
    SparkSettings settings = SparkConfs.settings(sc.conf());
    return StepTimeLimit.during(StepTimeLimit.of(settings), () -> prepare(sc, masterUrl, settings));
  }

  private static ExecutorParts prepare(SparkContext sc, String masterUrl, SparkSettings settings) {
    FileContents contents = FileContents.ofPipes();
    SparkRuntime runtime = new HadoopSparkRuntime().readingOnce(contents);
    KubernetesClient client = client(settings, masterUrl, contents);
    try {
      Optional<Pod> driverPod = driverPod(settings, client);
      StepRegistry registry = StepRegistry.load(settings, runtime.files(settings));
      try {
        RedactedSettings.extend(sc.conf(), registry.secretKeys());
        SparkSettings ofExecutors = PlanAnnotation.inherit(settings, driverPod);
        return prepare(sc, ofExecutors, runtime, client, driverPod, registry);
      } catch (Exception e) { // Scala declares no exceptions
        registry.close();
        throw e;
      }
    } catch (Exception e) { // Scala declares no exceptions
      client.close();
      throw e;
    }
  }

  private static ExecutorParts prepare(
      SparkContext sc,
      SparkSettings settings,
      SparkRuntime runtime,
      KubernetesClient client,
      Optional<Pod> driverPod,
      StepRegistry registry) {
    String appId = settings.get(SparkKeys.APP_ID).orElseGet(ExecutorParts::newAppId);
    ExecutorConfMap confMap = ExecutorConfMap.load(runtime.ids().next(), settings);
    ExecutorContext context =
        ExecutorContexts.create(
            sc.conf(), sc.env().securityManager(), settings, runtime, appId, driverPod, confMap);
    RecoveryMode recovery = new RecoveryMode(settings);
    ExecutorSpecFactory specs =
        ExecutorSpecFactory.of(
            new ExecutorSpecBuilder(registry),
            context,
            new ProfileResources(
                sc.conf(), settings, recovery, sc.resourceProfileManager()::resourceProfileFromId));
    // What is wrong with the settings shows here, while nothing has been created yet.
    specs.build(ANY_EXECUTOR, sc.resourceProfileManager().defaultResourceProfile().id());

    String namespace = settings.get(ClusterKeys.KUBERNETES_NAMESPACE);
    BackendRelay relay = new BackendRelay();
    ExecutorMetrics metrics = new ExecutorMetrics();
    ExecutorPodManager pods =
        ExecutorPodManager.create(
            new ExecutorPodContext(settings, client, namespace, appId, driverPod),
            specs,
            relay,
            metrics);
    return new ExecutorParts(
        appId,
        pods,
        metrics,
        recovery,
        relay,
        confMap.name(),
        settings.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP)
            ? Optional.empty()
            : Optional.of(confMap.data(settings)),
        ExecutorSecret.of(context, client),
        client,
        registry,
        StepTimeLimit.sample(StepTimeLimit.of(settings), relay::abort));
  }

  private static KubernetesClient client(
      SparkSettings settings, String masterUrl, FileContents contents) {
    boolean inCluster = settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK);
    Optional<String> namespace = Optional.of(settings.get(ClusterKeys.KUBERNETES_NAMESPACE));
    if (!inCluster) {
      return KubernetesClients.create(
          masterUrl,
          namespace,
          KeyPrefixes.KUBERNETES_AUTH_CLIENT_MODE_PREFIX,
          ClientPurpose.DRIVER,
          settings,
          Optional.empty(),
          contents);
    }
    return KubernetesClients.create(
        settings.get(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL),
        namespace,
        KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX,
        ClientPurpose.DRIVER,
        settings,
        Optional.of(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_CA_CRT_PATH)).filter(Files::exists),
        contents);
  }

  private static Optional<Pod> driverPod(SparkSettings settings, KubernetesClient client) {
    String key = PodKeys.KUBERNETES_DRIVER_POD_NAME.key();
    Optional<String> name = settings.get(PodKeys.KUBERNETES_DRIVER_POD_NAME);
    if (name.isEmpty() && settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          key,
          key
              + " is not set but required in a driver that was submitted in cluster mode; submit it"
              + " with spark-submit, which sets it, or unset "
              + ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK.key());
    }
    return name.map(podName -> pod(podName, settings, client));
  }

  private static Pod pod(String name, SparkSettings settings, KubernetesClient client) {
    String namespace = settings.get(ClusterKeys.KUBERNETES_NAMESPACE);
    Pod pod = find(name, namespace, client);
    if (pod == null) {
      throw new ClusterException(
          PodsmithError.CLUSTER_NOT_FOUND,
          "get Pod "
              + namespace
              + "/"
              + name
              + ": the pod does not exist, but "
              + PodKeys.KUBERNETES_DRIVER_POD_NAME.key()
              + " says that it is the driver pod; set the name of the pod in which this driver"
              + " runs, or remove the setting if the driver does not run in a pod",
          404,
          null);
    }
    return pod;
  }

  private static @Nullable Pod find(String name, String namespace, KubernetesClient client) {
    try {
      return AnswerLimit.of(client).pods().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      ClusterErrors.Target pod =
          new ClusterErrors.Target("Pod", "pods", Optional.of(namespace), Optional.of(name));
      throw ClusterErrors.of(e, client.getConfiguration(), "get", pod);
    }
  }

  private static String newAppId() {
    return "spark-" + UUID.randomUUID().toString().replace("-", "");
  }

  @Override
  public void close() {
    timeLimit.close();
    try {
      registry.close();
    } finally {
      client.close();
    }
  }
}
