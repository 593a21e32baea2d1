// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import java.util.OptionalInt;

/**
 * A container that is not simply running: it waits or has ended.
 *
 * @param name the container
 * @param reason for example {@code ImagePullBackOff} or {@code OOMKilled}, empty if none is given
 * @param message what the kubelet adds, empty if nothing
 * @param exitCode how it ended, empty while it waits
 */
public record ContainerState(String name, String reason, String message, OptionalInt exitCode) {
  public boolean isTerminated() {
    return exitCode.isPresent();
  }
}
