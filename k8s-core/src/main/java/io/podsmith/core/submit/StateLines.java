// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one line of each change of a pod's state, for example {@code driver pod my-driver: Pending
 * -> Running}. For one pod and one thread.
 */
final class StateLines {
  private final String container;
  private final Set<String> said = new HashSet<>();
  private String phase = "";
  private String state = "";

  StateLines(String container) {
    this.container = container;
  }

  /** Returns the line to show, nothing where there is no news. */
  Optional<String> next(Pod pod) {
    Optional<PodWords.Remark> remark = PodWords.remark(pod, container);
    String newPhase = PodWords.phase(pod);
    String newState = newPhase + remark.map(r -> " (" + r.reason() + ")").orElse("");
    if (newState.equals(state)) {
      return Optional.empty();
    }
    // "Running -> Running (...)" would read like a mistake
    String before = state.isEmpty() || newPhase.equals(phase) ? "" : state + " -> ";
    if (!newPhase.equals(phase)) {
      said.clear();
    }
    phase = newPhase;
    state = newState;
    // ErrImagePull and ImagePullBackOff take turns for as long as it lasts: each is said once
    return said.add(newState)
        ? Optional.of(
            "driver pod %s: %s%s%s"
                .formatted(
                    pod.getMetadata().getName(),
                    before,
                    newPhase,
                    remark.map(" (%s)"::formatted).orElse("")))
        : Optional.empty();
  }

  /** Returns the last state, for example {@code Pending (ImagePullBackOff)}. */
  String state() {
    return state;
  }
}
