// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explains why a driver does not start: by the status of its pod, and where that only says that the
 * containers are about to be created, by the pod's events. For one thread.
 */
final class StartDelay {
  private static final Logger LOG = LoggerFactory.getLogger(StartDelay.class);

  private final Function<Pod, Optional<PodWords.Remark>> latestWarning;
  private final Duration lookAfter;
  private final Set<String> logged = new HashSet<>();

  private String waitingFor = "";
  private long waitingSince;
  private long nextLook;
  private Optional<PodWords.Remark> warning = Optional.empty();

  /**
   * Explains delays.
   *
   * @param latestWarning finds the latest warning among a pod's events
   * @param lookAfter after which time without an explanation the events are listed, and how often
   */
  StartDelay(Function<Pod, Optional<PodWords.Remark>> latestWarning, Duration lookAfter) {
    this.latestWarning = latestWarning;
    this.lookAfter = lookAfter;
  }

  /** Takes in a state of the pod. */
  void observe(Pod pod, long nanos) {
    String now = isPending(pod) ? PodWords.waitingFor(pod).reason() : "";
    if (!now.equals(waitingFor)) {
      waitingFor = now;
      waitingSince = nanos;
      nextLook = nanos + lookAfter.toNanos();
      warning = Optional.empty();
    }
  }

  /** Returns when to call {@link #look}, by the monotonic clock; empty while there is no need. */
  OptionalLong nextLook(Pod pod) {
    return isPending(pod) && PodWords.isUnexplained(pod)
        ? OptionalLong.of(nextLook)
        : OptionalLong.empty();
  }

  /** Lists the events where it is time to, and logs a warning that is new. */
  void look(Pod pod, long nanos) {
    OptionalLong due = nextLook(pod);
    if (due.isEmpty() || nanos - due.getAsLong() < 0) {
      return;
    }
    nextLook = nanos + lookAfter.toNanos();
    warning = latestWarning.apply(pod);
    warning
        .filter(found -> logged.add(found.reason()))
        .ifPresent(
            found ->
                LOG.warn(
                    "driver pod {} does not start: {}; see kubectl describe pod {} -n {}",
                    pod.getMetadata().getName(),
                    found,
                    pod.getMetadata().getName(),
                    pod.getMetadata().getNamespace()));
  }

  /**
   * Returns what a pending pod waits for, to follow its phase.
   *
   * @return for example {@code , waiting: ContainerCreating for 40 s; FailedMount: ...}, empty
   *     where the pod is not pending
   */
  String text(Pod pod, long nanos) {
    if (!isPending(pod)) {
      return "";
    }
    PodWords.Remark wait = PodWords.waitingFor(pod);
    return ", waiting: %s for %d s%s%s"
        .formatted(
            wait.reason(),
            Duration.ofNanos(nanos - waitingSince).toSeconds(),
            wait.message().isEmpty() ? "" : ": " + wait.message(),
            warning.map("; %s"::formatted).orElse(""));
  }

  private static boolean isPending(Pod pod) {
    return PodWords.phase(pod).equals("Pending") && !PodWords.isBeingDeleted(pod);
  }
}
