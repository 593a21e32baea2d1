package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells in plain lines how a driver is. */
final class DriverStatus {
  private static final String UNKNOWN = "N/A";

  private DriverStatus() {}

  static String describe(Pod pod) {
    StringJoiner lines = new StringJoiner("\n");
    line(lines, 1, "pod name", pod.getMetadata().getName());
    line(lines, 1, "namespace", pod.getMetadata().getNamespace());
    line(lines, 1, "labels", pairs(pod.getMetadata().getLabels()));
    line(lines, 1, "pod uid", pod.getMetadata().getUid());
    line(lines, 1, "creation time", pod.getMetadata().getCreationTimestamp());
    line(lines, 1, "service account name", pod.getSpec().getServiceAccountName());
    line(
        lines,
        1,
        "volumes",
        pod.getSpec().getVolumes().stream()
            .map(volume -> volume.getName())
            .collect(Collectors.joining(", ")));
    line(lines, 1, "node name", pod.getSpec().getNodeName());
    line(lines, 1, "start time", pod.getStatus().getStartTime());
    line(lines, 1, "phase", pod.getStatus().getPhase());
    for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
      line(lines, 1, "container name", container.getName());
      line(lines, 2, "container image", container.getImage());
      state(lines, container.getState());
    }
    return lines.toString();
  }

  private static void state(StringJoiner lines, @Nullable ContainerState state) {
    if (state == null) {
      line(lines, 2, "container state", null);
    } else if (state.getRunning() != null) {
      line(lines, 2, "container state", "running");
      line(lines, 2, "container started at", state.getRunning().getStartedAt());
    } else if (state.getTerminated() != null) {
      ContainerStateTerminated end = state.getTerminated();
      line(lines, 2, "container state", "terminated");
      line(lines, 2, "container started at", end.getStartedAt());
      line(lines, 2, "container finished at", end.getFinishedAt());
      line(lines, 2, "exit code", String.valueOf(end.getExitCode()));
      line(lines, 2, "termination reason", end.getReason());
    } else if (state.getWaiting() != null) {
      line(lines, 2, "container state", "waiting");
      line(lines, 2, "pending reason", state.getWaiting().getReason());
    }
  }

  private static void line(StringJoiner lines, int indent, String name, @Nullable String value) {
    lines.add(
        "\t".repeat(indent) + name + ": " + (value == null || value.isEmpty() ? UNKNOWN : value));
  }

  private static String pairs(@Nullable Map<String, String> labels) {
    return labels == null
        ? ""
        : new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
  }
}
