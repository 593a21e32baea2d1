// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * What happened to a pod. Equal events are repeats: they share one object in the API server.
 *
 * @param namespace the namespace of the pod
 * @param pod the name of the pod
 * @param uid the unique id of the pod
 * @param fieldPath the container, for example {@code spec.containers{main}}; empty for the pod
 * @param reporter the component that reports the event
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word for what happened
 * @param message what happened
 */
public record PodEvent(
    String namespace,
    String pod,
    String uid,
    String fieldPath,
    Reporter reporter,
    String type,
    String reason,
    String message) {
  /** The API server rejects longer messages. */
  private static final int MAX_MESSAGE = 1024;

  /** Shortens the message to what the API server accepts. */
  public PodEvent {
    if (message.length() > MAX_MESSAGE) {
      message = message.substring(0, MAX_MESSAGE - 3) + "...";
    }
  }

  /** Returns an event that is part of normal operation. */
  public static PodEvent normal(
      Pod pod, String fieldPath, Reporter reporter, String reason, String message) {
    return of(pod, fieldPath, reporter, "Normal", reason, message);
  }

  /** Returns an event that needs attention. */
  public static PodEvent warning(
      Pod pod, String fieldPath, Reporter reporter, String reason, String message) {
    return of(pod, fieldPath, reporter, "Warning", reason, message);
  }

  private static PodEvent of(
      Pod pod, String fieldPath, Reporter reporter, String type, String reason, String message) {
    return new PodEvent(
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        fieldPath,
        reporter,
        type,
        reason,
        message);
  }
}
