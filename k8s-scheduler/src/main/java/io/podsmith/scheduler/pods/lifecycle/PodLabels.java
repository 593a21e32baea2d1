package io.podsmith.scheduler.pods.lifecycle;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.settings.PodSettings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts labels on executor pods and retries when the API server is busy. Called on the loop. */
public final class PodLabels {
  private static final Logger LOG = LoggerFactory.getLogger(PodLabels.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;

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
    put(podName, label, new Backoff(FIRST_RETRY, LONGEST_PAUSE), ATTEMPTS);
  }

  private void put(String podName, PodSettings.Label label, Backoff pauses, int attempts) {
    loop.io()
        .execute(
            () -> {
              try {
                api.labelPod(podName, label.key(), label.value());
              } catch (ApiFailure e) {
                loop.execute(() -> failed(podName, label, pauses, attempts - 1, e));
              }
            });
  }

  private void failed(
      String podName, PodSettings.Label label, Backoff pauses, int attemptsLeft, ApiFailure e) {
    boolean isTransient = e.isBusy() || e.isUnknownOutcome();
    if (isTransient && attemptsLeft > 0) {
      Duration own = pauses.nextPause();
      Duration pause = e.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
      loop.schedule(pause, () -> put(podName, label, pauses, attemptsLeft));
    } else {
      LOG.warn("Cannot set label {} on pod {}: {}", label.key(), podName, e.said());
    }
  }

  /**
   * Puts an executor's id on a pod that a workload created. Retries until it succeeds, since a pod
   * without an id counts as one whose executor has not registered; a missing right to patch pods
   * ends the application.
   */
  public void putId(String podName, long executorId) {
    putId(podName, executorId, new Backoff(FIRST_RETRY, LONGEST_PAUSE));
  }

  private void putId(String podName, long executorId, Backoff pauses) {
    loop.io()
        .execute(
            () -> {
              try {
                api.labelPod(podName, Constants.SPARK_EXECUTOR_ID_LABEL, Long.toString(executorId));
              } catch (ApiFailure e) {
                loop.execute(() -> putIdFailed(podName, executorId, pauses, e));
              }
            });
  }

  private void putIdFailed(String podName, long executorId, Backoff pauses, ApiFailure failure) {
    if (failure.isForbidden()) {
      aborter.abort(
          new ClusterException(
              PodsmithError.CLUSTER_FORBIDDEN,
              "cannot label executor pods with their executor ids (%s); grant the driver's service account the verb patch on pods"
                  .formatted(failure.said()),
              failure.status(),
              failure));
    } else {
      LOG.debug(
          "Cannot set executor id {} on pod {}; retrying: {}", executorId, podName, failure.said());
      loop.schedule(pauses.nextPause(), () -> putId(podName, executorId, pauses));
    }
  }
}
