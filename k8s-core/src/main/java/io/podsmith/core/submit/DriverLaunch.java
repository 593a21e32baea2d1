// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Utils;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.submit.creation.DriverCreation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a driver that was built before, and follows it to its end.
 *
 * @param client for all requests; stays open
 * @param pace how often the driver pod is read
 */
record DriverLaunch(KubernetesClient client, DriverWatch.Pace pace) {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLaunch.class);
  private static final Duration DEFAULT_REPORT_INTERVAL = Duration.ofMinutes(1);

  /**
   * Creates the driver and, unless the settings say otherwise, waits for the application's end.
   *
   * @param settings those that the driver was built from
   */
  SubmissionResult run(DriverSpec spec, SparkSettings settings) throws InterruptedException {
    return run(
        spec,
        settings,
        () ->
            spec.origins()
                .writers(
                    PodFields.tree(SubmissionLease.withoutGate(spec.pod())),
                    DriverContainer.nameIn(spec.pod(), settings)));
  }

  /**
   * Creates the driver as {@link #run(DriverSpec, SparkSettings)} does.
   *
   * @param writers the name of the writer of each leaf of the pod, for its managed fields
   */
  SubmissionResult run(
      DriverSpec spec, SparkSettings settings, Supplier<Map<String, String>> writers)
      throws InterruptedException {
    String namespace = settings.get(ClusterKeys.KUBERNETES_NAMESPACE);
    requireBasics(spec.pod(), settings);
    DriverToken.warnIfMissing(spec.pod(), settings);
    // before the creation: where the API server rejects the pod, this says who built it
    LOG.info(spec.account());
    Pod pod = new DriverCreation(client, namespace).create(spec);
    if (settings.get(PodsmithKeys.MANAGED_FIELDS)) {
      new StepFields(client)
          .set(pod, PodFields.tree(SubmissionLease.withoutGate(spec.pod())), writers.get());
    }
    String submissionId = namespace + ":" + pod.getMetadata().getName();
    String appName = settings.get(SparkKeys.APP_NAME);
    String appId = applicationId(pod);
    if (!settings.get(ClusterKeys.WAIT_FOR_APP_COMPLETION)) {
      LOG.info(
          "Deployed Spark application {} with application ID {} and submission ID {} into"
              + " Kubernetes",
          appName,
          appId,
          submissionId);
      return new SubmissionResult(
          submissionId, PodWords.phase(pod), OptionalInt.empty(), Optional.empty());
    }
    LOG.info("Created the driver:{}", PodWords.describe(pod));
    LOG.info(
        "Waiting for application {} with application ID {} and submission ID {} to finish...",
        appName,
        appId,
        submissionId);
    String container = DriverContainer.nameIn(pod, settings);
    DriverRequests requests =
        new ClientDriverRequests(client, pod, container, new DriverLog(client, settings));
    SubmissionResult result =
        new DriverWatch(requests, pod, container, appId, reportInterval(settings), pace).await();
    LOG.info(
        "Application {} with application ID {} and submission ID {} {}",
        appName,
        appId,
        submissionId,
        result.failure().isEmpty() ? "finished" : "failed");
    return result;
  }

  /** Without the basic step a pod has no name and no image: most likely a jar is missing. */
  static void requireBasics(Pod pod, SparkSettings settings) {
    String container = DriverContainer.nameIn(pod, settings);
    boolean hasImage =
        pod.getSpec().getContainers().stream()
            .filter(each -> container.equals(each.getName()))
            .anyMatch(each -> Utils.isNotNullOrEmpty(each.getImage()));
    if (Utils.isNullOrEmpty(pod.getMetadata().getName()) || !hasImage) {
      throw new PodsmithException(
          PodsmithError.STEP_UNKNOWN,
          """
          no feature step set the name of the driver pod and a Spark container with an image, as \
          spark.driver-basics does; add the jar k8s-steps-builtin to the classpath, and do not \
          disable that step unless another one takes its place\
          """);
    }
  }

  /** Changes are logged at once, so a line a second by default would only be noise. */
  private static Duration reportInterval(SparkSettings settings) {
    return settings.contains(ClusterKeys.REPORT_INTERVAL)
        ? Duration.ofMillis(settings.get(ClusterKeys.REPORT_INTERVAL))
        : DEFAULT_REPORT_INTERVAL;
  }

  private static String applicationId(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null
        ? pod.getMetadata().getName()
        : labels.getOrDefault(Constants.SPARK_APP_ID_LABEL, pod.getMetadata().getName());
  }
}
