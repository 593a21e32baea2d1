// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the application up where no executor of a profile can ever start: its image cannot be
 * pulled, or its container cannot be made. A registry may be away for a while, so that takes time;
 * a name that cannot be one takes none. Used on the event loop only.
 */
final class StuckStarts {
  private static final Set<String> BEYOND_REPAIR = Set.of("InvalidImageName", "ErrImageNeverPull");
  private static final Set<String> MAY_PASS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** A pod that is deleted before it ran shows nothing about the next one. */
  private static final Set<ExecutorPhase> HAVE_STARTED =
      EnumSet.of(ExecutorPhase.RUNNING, ExecutorPhase.SUCCEEDED, ExecutorPhase.FAILED);

  private final Duration patience;
  private final ExecutorPodStore store;
  private final Aborter aborter;
  private final EventLoop loop;
  private final Set<Integer> started = new HashSet<>();
  private final Set<Integer> watched = new HashSet<>();

  /**
   * @param patience zero to wait forever
   */
  StuckStarts(Duration patience, ExecutorPodStore store, Aborter aborter, EventLoop loop) {
    this.patience = patience;
    this.store = store;
    this.aborter = aborter;
    this.loop = loop;
  }

  void look(ExecutorPod pod) {
    if (HAVE_STARTED.contains(pod.phase())) {
      started.add(pod.profileId());
    } else if (pod.phase() == ExecutorPhase.PENDING
        && !patience.isZero()
        && !started.contains(pod.profileId())) {
      stuck(pod)
          .ifPresent(
              container -> {
                if (BEYOND_REPAIR.contains(container.reason())) {
                  giveUp(pod, container, "can start");
                } else if (watched.add(pod.profileId())) {
                  loop.schedule(patience, () -> lookAgain(pod.profileId()));
                }
              });
    }
  }

  private void lookAgain(int profileId) {
    watched.remove(profileId);
    if (started.contains(profileId)) {
      return;
    }
    Stream.concat(store.all().stream(), store.unnamed().stream())
        .filter(pod -> pod.profileId() == profileId && pod.phase() == ExecutorPhase.PENDING)
        .filter(pod -> stuck(pod).isPresent())
        .findFirst()
        .ifPresent(
            pod ->
                giveUp(
                    pod,
                    stuck(pod).orElseThrow(),
                    "could start within " + patience.toSeconds() + " s"));
  }

  private static Optional<ContainerState> stuck(ExecutorPod pod) {
    for (ContainerState container : pod.containers()) {
      if (BEYOND_REPAIR.contains(container.reason()) || MAY_PASS.contains(container.reason())) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  private void giveUp(ExecutorPod pod, ContainerState container, String what) {
    aborter.abort(
        new PodsmithException(
            PodsmithError.APP_EXECUTORS_CANNOT_START,
            "no executor of resource profile "
                + pod.profileId()
                + " "
                + what
                + ": container "
                + container.name()
                + " of pod "
                + pod.name()
                + " is waiting with "
                + container.reason()
                + (container.message().isEmpty() ? "" : ", " + container.message().strip())
                + "; check "
                + PodKeys.EXECUTOR_CONTAINER_IMAGE.key()
                + ", its pull secrets and the objects that the container refers to, or raise "
                + PodsmithKeys.EXECUTOR_START_TIMEOUT.key()));
  }
}
