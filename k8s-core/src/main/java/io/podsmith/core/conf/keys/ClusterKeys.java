// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Settings {@code spark.kubernetes.*} of access to the cluster, of the submission and of watching
 * pods. The constants have the names of upstream.
 */
public final class ClusterKeys {
  // Cluster access.

  public static final ConfigEntry<Optional<String>> KUBERNETES_CONTEXT =
      ConfigEntry.key("spark.kubernetes.context")
          .doc(
              "Context of the kubeconfig file to use. If it is not set, the current context"
                  + " is used. Settings under spark.kubernetes.authenticate override the"
                  + " credentials of the context.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL =
      ConfigEntry.key("spark.kubernetes.driver.master")
          .doc(
              "URL of the API server as seen from the driver pod. With local, local[4] or"
                  + " local[*], the driver runs all tasks itself and no executors are created.")
          .since("3.0.0")
          .stringType()
          .withDefault(Constants.KUBERNETES_MASTER_INTERNAL_URL);

  public static final ConfigEntry<String> KUBERNETES_NAMESPACE =
      ConfigEntry.key("spark.kubernetes.namespace")
          .doc("Namespace of the driver, its executors and all their objects.")
          .since("2.3.0")
          .stringType()
          .withDefault("default");

  public static final ConfigEntry<Boolean> KUBERNETES_TRUST_CERTIFICATES =
      ConfigEntry.key("spark.kubernetes.trust.certificates")
          .doc(
              "Whether to accept any certificate of the API server without verification."
                  + " Anyone on the network path can then read and change the traffic: use it"
                  + " for tests only.")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.requestTimeout")
          .doc(
              "How long spark-submit waits for the response to a request to the API server,"
                  + " in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.connectionTimeout")
          .doc("How long spark-submit waits for a connection to the API server, in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.requestTimeout")
          .doc(
              "How long the driver waits for the response to a request to the API server,"
                  + " in milliseconds. The driver waits at most 30 s per request, even if the"
                  + " value is higher.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.connectionTimeout")
          .doc("How long the driver waits for a connection to the API server, in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.driver.serviceAccountName")
          .doc(
              "Service account of the driver pod. The driver manages executors with its"
                  + " permissions, unless spark.kubernetes.authenticate.driver provides other"
                  + " credentials.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.executor.serviceAccountName")
          .doc(
              "Service account of executor pods. If it is not set, executors use the"
                  + " service account of the driver, unless the pod template names one.")
          .since("3.1.0")
          .stringType()
          .optional();

  // Submission.

  public static final ConfigEntry<Boolean> WAIT_FOR_APP_COMPLETION =
      ConfigEntry.key("spark.kubernetes.submission.waitAppCompletion")
          .doc(
              "Whether spark-submit waits in cluster mode until the application ends, and"
                  + " exits with the driver's exit code. If false, spark-submit exits with 0"
                  + " once the driver is created.")
          .since("2.3.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> REPORT_INTERVAL =
      ConfigEntry.key("spark.kubernetes.report.interval")
          .doc(
              "How often spark-submit logs the application's status while it waits. If it"
                  + " is not set, the status is logged once a minute: the default, which is that"
                  + " of Spark, does not apply. Changes are always logged immediately.")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("1s");

  public static final ConfigEntry<Optional<Long>> KUBERNETES_SUBMIT_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.appKillPodDeletionGracePeriod")
          .doc(
              "Grace period of the driver pod when spark-submit --kill deletes it. If it is"
                  + " not set, the pod's own terminationGracePeriodSeconds applies.")
          .since("3.0.0")
          .timeType(TimeUnit.SECONDS)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_FILE_UPLOAD_PATH =
      ConfigEntry.key("spark.kubernetes.file.upload.path")
          .doc(
              "Directory on a Hadoop-compatible file system to which spark-submit uploads"
                  + " local files in cluster mode, so that the driver can read them.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SUBMIT_CHECK =
      ConfigEntry.key("spark.kubernetes.submitInDriver")
          .doc(
              "Set by spark-submit for a driver in cluster mode, so that the driver knows"
                  + " that it runs in a pod.")
          .since("2.4.0")
          .internal()
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> APP_RESOURCE_TYPE =
      ConfigEntry.key("spark.kubernetes.resource.type")
          .doc("Language of the application. Set by spark-submit for the driver.")
          .since("2.4.1")
          .internal()
          .stringType()
          .checkValues(List.of("java", "python", "r"))
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_ANNOTATE_EXIT_EXCEPTION =
      ConfigEntry.key("spark.kubernetes.driver.annotateExitException")
          .doc(
              "Whether to write the exception that ended the application to the annotation"
                  + " spark.exit-exception of the driver pod.")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  // Watching executor pods.

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER =
      ConfigEntry.key("spark.kubernetes.executor.enableApiWatcher")
          .doc(
              "Whether to watch executor pods. If false, changes are detected by polling"
                  + " only, after spark.kubernetes.executor.apiPollingInterval at the latest.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_POLLING =
      ConfigEntry.key("spark.kubernetes.executor.enableApiPolling")
          .doc(
              "Whether to list executor pods periodically. If false, changes that the watch"
                  + " missed remain undetected.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.apiPollingInterval")
          .doc("How often executor pods are listed.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("30s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION =
      ConfigEntry.key("spark.kubernetes.executor.enablePollingWithResourceVersion")
          .doc(
              "Whether periodic lists may be served from the API server's cache"
                  + " (resourceVersion=0). This reduces the load on the API server, but the"
                  + " result can be outdated.")
          .since("3.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.eventProcessingInterval")
          .doc("Checked, but has no effect: changes of executor pods are processed immediately.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("1s");

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod")
          .doc(
              "Checked, but has no effect: no change of executor pods is left to process"
                  + " when an application ends.")
          .since("3.4.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("20s");

  private ClusterKeys() {}
}
