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
import java.util.function.Consumer;
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

  public PodLabels(ClusterApi api, EventLoop loop, Aborter aborter) {
    this.api = api;
    this.loop = loop;
    this.aborter = aborter;
  }

  /** Puts a label that users want to see; after 5 failures it warns and goes without. */
  public void put(String podName, PodSettings.Label label) {
    new Request(
            podName,
            label,
            (failure, attempts) ->
                attempts < MAX_ATTEMPTS && (failure.isBusy() || failure.isUnknownOutcome()))
        .send(
            failure ->
                LOG.warn(
                    "Cannot set label {} on pod {}: {}", label.key(), podName, failure.said()));
  }

  /**
   * Puts an executor's id on a pod that a workload created. Retries until it succeeds, since a pod
   * without an id counts as one whose executor has not registered; a missing right to patch pods
   * ends the application.
   */
  public void putId(String podName, long executorId) {
    PodSettings.Label label =
        new PodSettings.Label(Constants.SPARK_EXECUTOR_ID_LABEL, Long.toString(executorId));
    new Request(podName, label, (failure, attempts) -> !failure.isForbidden())
        .send(this::idForbidden);
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
    private final PodSettings.Label label;
    private final RetryRule rule;
    private final Backoff pauses = new Backoff(FIRST_RETRY, LONGEST_PAUSE);
    private int attempts;

    Request(String podName, PodSettings.Label label, RetryRule rule) {
      this.podName = podName;
      this.label = label;
      this.rule = rule;
    }

    /**
     * @param onFailure gets a failure that is not retried
     */
    void send(Consumer<ApiFailure> onFailure) {
      attempts++;
      loop.request(
          () -> api.labelPod(podName, label.key(), label.value()),
          () -> {},
          failure -> failed(ApiFailure.orThrow(failure), onFailure));
    }

    private void failed(ApiFailure failure, Consumer<ApiFailure> onFailure) {
      if (!rule.retries(failure, attempts)) {
        onFailure.accept(failure);
        return;
      }
      Duration pause = failure.pauseAtLeast(pauses.nextPause());
      LOG.debug(
          "Cannot set label {} on pod {}; retrying in {} ms: {}",
          label.key(),
          podName,
          pause.toMillis(),
          failure.said());
      loop.schedule(pause, () -> send(onFailure));
    }
  }
}
