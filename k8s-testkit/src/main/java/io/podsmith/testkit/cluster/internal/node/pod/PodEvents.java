// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.internal.node.events.EventRecorder;
import io.podsmith.testkit.cluster.internal.node.events.PodEvent;
import io.podsmith.testkit.cluster.internal.node.events.Reporter;

/** Records the events of one pod, with the reasons and messages of the kubelet. */
final class PodEvents {
  private final Pod pod;
  private final EventRecorder recorder;
  private final Reporter kubelet;

  /**
   * Creates the events of a pod.
   *
   * @param pod only its identity is used
   */
  PodEvents(Pod pod, EventRecorder recorder, String node) {
    this.pod = pod;
    this.recorder = recorder;
    this.kubelet = Reporter.kubelet(node);
  }

  void imagePulled(ContainerRun run, NodeImage image) {
    String name = run.spec().getImage();
    if (!"Always".equals(run.spec().getImagePullPolicy())) {
      normal(
          run,
          "Pulled",
          "Container image \"%s\" already present on machine (embedded image: %s)"
              .formatted(name, describe(image)));
      return;
    }
    normal(run, "Pulling", "Pulling image \"%s\"".formatted(name));
    normal(
        run,
        "Pulled",
        """
        Successfully pulled image "%s" in 0s (0s including waiting). Image size: 0 bytes. \
        (embedded image: %s)\
        """
            .formatted(name, describe(image)));
  }

  private static String describe(NodeImage image) {
    return switch (image.kind()) {
      case SPARK_HOME -> "a Spark distribution on this machine";
      case SPARK_CLASSPATH -> "Spark's classes on this machine";
      case SHELL -> "programs of this machine";
      case IDLE -> "no process";
    };
  }

  void imageNeverPulled(ContainerRun run, String message) {
    warning(run, "ErrImageNeverPull", message);
    failed(run, "ErrImageNeverPull");
  }

  void pullFailed(ContainerRun run, String image, String error) {
    normal(run, "Pulling", "Pulling image \"%s\"".formatted(image));
    warning(run, "Failed", "Failed to pull image \"%s\": %s".formatted(image, error));
    failed(run, "ErrImagePull");
  }

  void pullBacksOff(ContainerRun run, String image) {
    normal(run, "BackOff", "Back-off pulling image \"%s\"".formatted(image));
    failed(run, "ImagePullBackOff");
  }

  void created(ContainerRun run) {
    normal(run, "Created", "Created container: %s".formatted(run.name()));
  }

  void started(ContainerRun run) {
    normal(run, "Started", "Started container %s".formatted(run.name()));
  }

  void stopping(ContainerRun run) {
    normal(run, "Killing", "Stopping container %s".formatted(run.name()));
  }

  void failed(ContainerRun run, String error) {
    warning(run, "Failed", "Error: %s".formatted(error));
  }

  void mountFailed(String message) {
    recorder.record(PodEvent.warning(pod, "", kubelet, "FailedMount", message));
  }

  void restartBacksOff(ContainerRun run) {
    warning(
        run,
        "BackOff",
        "Back-off restarting failed container %s in pod %s_%s(%s)"
            .formatted(
                run.name(),
                pod.getMetadata().getName(),
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getUid()));
  }

  /** Other ends than these are events of the node, not of the pod. */
  void ended(PodEnd end) {
    switch (end.reason()) {
      case PodEnd.EVICTED ->
          recorder.record(PodEvent.warning(pod, "", kubelet, end.reason(), end.message()));
      case PodEnd.DEADLINE_EXCEEDED ->
          recorder.record(PodEvent.normal(pod, "", kubelet, end.reason(), end.message()));
      default -> {}
    }
  }

  private void normal(ContainerRun run, String reason, String message) {
    recorder.record(PodEvent.normal(pod, fieldPath(run), kubelet, reason, message));
  }

  private void warning(ContainerRun run, String reason, String message) {
    recorder.record(PodEvent.warning(pod, fieldPath(run), kubelet, reason, message));
  }

  private static String fieldPath(ContainerRun run) {
    String list = run.kind() == ContainerRun.Kind.MAIN ? "containers" : "initContainers";
    return "spec.%s{%s}".formatted(list, run.name());
  }
}
