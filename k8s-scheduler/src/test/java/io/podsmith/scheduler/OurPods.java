// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.scheduler.parity.Clients;
import io.podsmith.scheduler.parity.EnvironmentConf;
import io.podsmith.scheduler.parity.Profiles;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.testing.OurExecutors;
import io.podsmith.scheduler.submit.ClusterApplication;
import io.podsmith.scheduler.submit.SubmissionOperation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import scala.Option;

/** Submits drivers, creates executors and makes clients as the entry points do. */
public final class OurPods implements AutoCloseable {
  private static final long ANOTHER_ID = 4711;

  private final String url;
  private final Map<String, KubernetesClient> clients = new HashMap<>();

  /** Works with the API server at a URL. */
  public OurPods(String url) {
    this.url = url;
  }

  /** Submits a driver. */
  public void submitDriver(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> application,
      String appId)
      throws InterruptedException {
    SparkSettings all = SparkSettings.of(settings, environment);
    MainAppResource main =
        MainAppResource.builder()
            .language(AppLanguage.valueOf(application.get("language")))
            .file(Optional.ofNullable(application.get("file")))
            .build();
    String args = application.get("args");
    new Submitter(client(settings))
        .submit(
            new SubmitRequest(
                all,
                new Application(
                    appId,
                    main,
                    application.get("class"),
                    args.isEmpty() ? List.of() : Arrays.asList(args.split(" ")),
                    Optional.ofNullable(application.get("proxyUser"))),
                new HadoopSparkRuntime()));
  }

  /** Runs the class that SparkSubmit runs, with its arguments. */
  public void runApplication(String[] arguments, Map<String, String> settings) {
    new ClusterApplication().start(arguments, new EnvironmentConf(settings, Map.of()));
  }

  /** Kills submissions or tells their status, as SparkSubmit has it done. */
  public static void control(String operation, String submissionId, Map<String, String> settings) {
    SparkConf conf = new EnvironmentConf(settings, Map.of());
    if (operation.equals("kill")) {
      new SubmissionOperation().kill(submissionId, conf);
    } else {
      new SubmissionOperation().printSubmissionStatus(submissionId, conf);
    }
  }

  /** Creates the ConfigMap of executors and one executor. */
  public void createExecutor(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> profile,
      String executorId,
      String appId)
      throws Exception {
    SparkConf conf = new EnvironmentConf(settings, environment);
    SparkSettings all = SparkSettings.of(settings, environment);
    SparkRuntime runtime = new HadoopSparkRuntime();
    KubernetesClient client = client(settings);
    String namespace = all.get(ClusterKeys.KUBERNETES_NAMESPACE);
    Optional<Pod> driverPod =
        all.get(PodKeys.KUBERNETES_DRIVER_POD_NAME)
            .map(name -> client.pods().inNamespace(namespace).withName(name).get());
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SparkEntries.AUTH_SECRET_FILE);
    ResourceProfile usual = Profiles.of(conf, Map.of());
    ResourceProfile resources = profile.isEmpty() ? usual : Profiles.of(conf, profile);
    ExecutorConfMap confMap = ExecutorConfMap.load("0123456789abcdef", all);
    ExecutorContext context =
        ExecutorContexts.create(conf, security, all, runtime, appId, driverPod, confMap);
    Optional<SortedMap<String, String>> confMapData =
        all.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP)
            ? Optional.empty()
            : Optional.of(confMap.data(all));
    try (StepRegistry registry = StepRegistry.load(all, runtime.files(all))) {
      ExecutorSpecFactory specs =
          ExecutorSpecFactory.of(
              new ExecutorSpecBuilder(registry),
              context,
              new ProfileResources(
                  conf,
                  all,
                  new RecoveryMode(all),
                  id -> id == resources.id() ? resources : usual));
      // not the first of its profile: what executors share must not show
      specs.build(ANOTHER_ID, resources.id());
      OurExecutors.create(
          new ExecutorPodContext(all, client, namespace, appId, driverPod),
          specs,
          confMap.name(),
          confMapData,
          Long.parseLong(executorId),
          resources.id());
    }
  }

  /** Makes a client as the submission or the driver does, and tells how it is configured. */
  public static Map<String, String> configureClient(
      Map<String, String> settings, String authPrefix, String purpose, String master) {
    SparkSettings all = SparkSettings.of(settings, Map.of());
    try (KubernetesClient client =
        KubernetesClients.create(
            master,
            Optional.of(all.get(ClusterKeys.KUBERNETES_NAMESPACE)),
            authPrefix,
            purpose.equals("Driver") ? ClientPurpose.DRIVER : ClientPurpose.SUBMISSION,
            all,
            Optional.empty())) {
      return Clients.describe(client.getConfiguration());
    }
  }

  /** One client for each namespace is enough: making one takes longer than all the rest. */
  private KubernetesClient client(Map<String, String> settings) {
    return clients.computeIfAbsent(
        settings.getOrDefault("spark.kubernetes.namespace", "default"), this::newClient);
  }

  private KubernetesClient newClient(String namespace) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withNamespace(namespace)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public void close() {
    clients.values().forEach(KubernetesClient::close);
  }
}
