// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.submit.PodWords;
import io.podsmith.core.submit.PodWords.Remark;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a pod does.
 *
 * @param phase the phase, or {@code Terminating}
 * @param reason a word, such as {@code Unschedulable}, or empty
 * @param message what explains the reason, or empty
 */
record PodState(String phase, String reason, String message) {
  static final String TERMINATING = "Terminating";

  /**
   * Reads the state of a pod.
   *
   * @param warnings returns the latest warning about a pod; called for a pending pod whose status
   *     does not explain why
   */
  static PodState of(AppPod pod, Function<Pod, Optional<Remark>> warnings) {
    Optional<Remark> remark = PodWords.remark(pod.pod(), pod.container());
    if (PodWords.isBeingDeleted(pod.pod())) {
      return new PodState(TERMINATING, "", remark.map(Remark::message).orElse(""));
    }
    String phase = PodWords.phase(pod.pod());
    if (remark.isPresent() || !phase.equals("Pending")) {
      return new PodState(
          phase, remark.map(Remark::reason).orElse(""), remark.map(Remark::message).orElse(""));
    }
    return warnings
        .apply(pod.pod())
        .map(warning -> new PodState(phase, warning.reason(), warning.message()))
        .orElseGet(
            () ->
                new PodState(
                    phase, "", "waiting for %s".formatted(PodWords.waitingFor(pod.pod()))));
  }

  /** Returns reason and message, or empty. */
  String why() {
    return reason.isEmpty() || message.isEmpty()
        ? reason + message
        : "%s: %s".formatted(reason, message);
  }

  /** Returns phase and reason in a few words. */
  @Override
  public String toString() {
    return reason.isEmpty() ? phase : "%s (%s)".formatted(phase, reason);
  }
}
