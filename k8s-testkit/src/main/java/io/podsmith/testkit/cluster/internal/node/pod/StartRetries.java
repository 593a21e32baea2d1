// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.internal.node.container.ContainerStartException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the waiting state of containers that cannot be started now, and schedules the next attempt.
 *
 * <p>Used by the worker of one pod only.
 */
final class StartRetries {
  private static final Logger LOG = LoggerFactory.getLogger(StartRetries.class);
  private static final Duration MOUNT_RETRY = Duration.ofMillis(100);

  private final Pod pod;
  private final String creatingReason;
  private final NodeContext node;
  private final PodEvents events;
  private final Runnable wake;
  private final FailurePace pace = new FailurePace();

  /**
   * Creates the retries of a pod.
   *
   * @param pod only its identity is used
   * @param creatingReason the reason of containers that wait for their volumes
   * @param wake starts the next attempt
   */
  StartRetries(Pod pod, String creatingReason, NodeContext node, PodEvents events, Runnable wake) {
    this.pod = pod;
    this.creatingReason = creatingReason;
    this.node = node;
    this.events = events;
    this.wake = wake;
  }

  void startFailed(ContainerRun run, NodeImage image, ContainerStartException e) {
    String message = String.valueOf(e.getMessage());
    switch (e.reason()) {
      case "StartError" -> {
        run.failedToStart(e.reason(), message);
        events.imagePulled(run, image);
        events.created(run);
        events.failed(run, message);
        wake.run();
      }
      case "ContainerCreating" -> {
        mountFailed(message);
        retry(run, creatingReason, null, MOUNT_RETRY);
      }
      default -> {
        if (pace.isDue(run.name(), message)) {
          events.imagePulled(run, image);
          events.failed(run, message);
        }
        retry(run, e.reason(), message, MOUNT_RETRY);
      }
    }
  }

  private void mountFailed(String message) {
    if (pace.isFirst("", message)) {
      LOG.info("Pod {} is waiting: {}", pod.getMetadata().getName(), message);
    }
    if (pace.isDue("", message)) {
      events.mountFailed(message);
    }
  }

  void createFailed(ContainerRun run, Exception e) {
    String message = e.toString();
    if (pace.isDue(run.name(), message)) {
      events.failed(run, message);
    }
    retry(run, "CreateContainerError", message, MOUNT_RETRY);
  }

  /** Alternates between a failed pull and its back-off, as the kubelet does. */
  void imageMissing(ContainerRun run, String image) {
    if ("Never".equals(run.spec().getImagePullPolicy())) {
      String message =
          "Container image \"%s\" is not present with pull policy of Never".formatted(image);
      events.imageNeverPulled(run, message);
      retry(run, "ErrImageNeverPull", message, node.settings().backoff());
      return;
    }
    String error =
        """
        failed to pull and unpack image "%s": not registered with this cluster; register it \
        with image(name, NodeImage)\
        """
            .formatted(image);
    if (run.waitingReason().equals("ErrImagePull")) {
      events.pullBacksOff(run, image);
      retry(
          run,
          "ImagePullBackOff",
          "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, error),
          node.settings().backoffAfter(run.addVainTry()));
    } else {
      events.pullFailed(run, image, error);
      retry(run, "ErrImagePull", error, Duration.ofMillis(1));
    }
  }

  void restartBacksOff(ContainerRun run) {
    Duration pause = node.settings().backoffAfter(run.restartCount());
    events.restartBacksOff(run);
    retry(
        run,
        "CrashLoopBackOff",
        "back-off %ds restarting failed container=%s pod=%s_%s(%s)"
            .formatted(
                pause.toSeconds(),
                run.name(),
                pod.getMetadata().getName(),
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getUid()),
        pause);
  }

  private void retry(ContainerRun run, String reason, @Nullable String message, Duration pause) {
    run.waitFor(reason, message, Instant.now().plus(pause));
    node.timers().after(pause, wake);
  }
}
