// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.report.Aborter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts labels on executor pods and retries failed requests. Used on the event loop only. */
public final class PodLabels {
  private static final Logger LOG = LoggerFactory.getLogger(PodLabels.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_ATTEMPTS = 5;

  private final ClusterApi api;
  private final EventLoop loop;
  private final Aborter aborter;

  /** The ids of executors that are still to be put on pods, by the name of the pod. */
  private final Map<String, Long> latestIds = new HashMap<>();

  public PodLabels(ClusterApi api, EventLoop loop, Aborter aborter) {
    this.api = api;
    this.loop = loop;
    this.aborter = aborter;
  }

  /** Puts a label that users want to see; after 5 failures it warns and goes without. */
  public void put(String podName, PodSettings.Label label) {
    new Request(
            podName,
            () -> label,
            (failure, attempts) ->
                attempts < MAX_ATTEMPTS && (failure.isBusy() || failure.isUnknownOutcome()))
        .send(
            sent -> {},
            failure ->
                LOG.warn(
                    "Cannot set label {} on pod {}: {}", label.key(), podName, failure.said()));
  }

  /**
   * Puts an executor's id on a pod that a workload created. Retries until it succeeds, since a pod
   * without an id counts as one whose executor has not registered; a missing right to patch pods
   * ends the application.
   *
   * <p>A pod whose container is started again gets another id. There is one request at a time for
   * each pod, with the latest id: an earlier one that takes effect late would end the executor that
   * runs now.
   */
  public void putId(String podName, long executorId) {
    if (latestIds.put(podName, executorId) == null) {
      sendId(podName);
    }
  }

  private void sendId(String podName) {
    new Request(
            podName,
            () ->
                new PodSettings.Label(
                    Constants.SPARK_EXECUTOR_ID_LABEL, String.valueOf(latestIds.get(podName))),
            (failure, attempts) -> !failure.isForbidden())
        .send(
            sent -> {
              if (!latestIds.remove(podName, Long.valueOf(sent.value()))) {
                sendId(podName);
              }
            },
            this::idForbidden);
  }

  private void idForbidden(ApiFailure failure) {
    aborter.abort(
        new ClusterException(
            PodsmithError.CLUSTER_FORBIDDEN,
            "cannot label executor pods with their executor ids (%s); grant the driver's service account the verb patch on pods"
                .formatted(failure.said()),
            failure.status(),
            failure));
  }

  /** Whether a request is sent again after a failure. */
  private interface RetryRule {
    /**
     * @param attempts how many requests were sent, the failed one included
     */
    boolean retries(ApiFailure failure, int attempts);
  }

  /** A request to set one label, with its retries. */
  private final class Request {
    private final String podName;
    private final Supplier<PodSettings.Label> label;
    private final RetryRule rule;
    private final Backoff pauses = new Backoff(FIRST_RETRY, LONGEST_PAUSE);
    private int attempts;

    /**
     * @param label what to set, as it is when the request or a retry is sent
     */
    Request(String podName, Supplier<PodSettings.Label> label, RetryRule rule) {
      this.podName = podName;
      this.label = label;
      this.rule = rule;
    }

    /**
     * @param onSuccess gets the label that was set
     * @param onFailure gets a failure that is not retried
     */
    void send(Consumer<PodSettings.Label> onSuccess, Consumer<ApiFailure> onFailure) {
      attempts++;
      PodSettings.Label sent = label.get();
      loop.request(
          () -> api.labelPod(podName, sent.key(), sent.value()),
          () -> onSuccess.accept(sent),
          failure -> failed(ApiFailure.orThrow(failure), onSuccess, onFailure));
    }

    private void failed(
        ApiFailure failure, Consumer<PodSettings.Label> onSuccess, Consumer<ApiFailure> onFailure) {
      if (!rule.retries(failure, attempts)) {
        onFailure.accept(failure);
        return;
      }
      Duration pause = failure.pauseAtLeast(pauses.nextPause());
      LOG.debug(
          "Cannot set label {} on pod {}; retrying in {} ms: {}",
          label.get().key(),
          podName,
          pause.toMillis(),
          failure.said());
      loop.schedule(pause, () -> send(onSuccess, onFailure));
    }
  }
}
