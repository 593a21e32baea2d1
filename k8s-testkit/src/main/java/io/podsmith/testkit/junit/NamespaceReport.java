// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes what a namespace contains, for the output of a failed test. */
final class NamespaceReport {
  private static final int LOG_LINES = 20;

  private final TestNamespace namespace;
  private final KubernetesClient client;
  private final List<String> lines = new ArrayList<>();

  NamespaceReport(TestNamespace namespace) {
    this.namespace = namespace;
    this.client = namespace.client();
  }

  /** Returns several lines, without values of Secrets. */
  String text() {
    lines.add(
        "namespace %s is kept until the cluster ends (kubectl --kubeconfig %s -n %s get all)"
            .formatted(namespace.name(), namespace.cluster().kubeconfig(), namespace.name()));
    try {
      List<Event> events = client.v1().events().list().getItems();
      client.pods().list().getItems().forEach(pod -> describe(pod, events));
      others().forEach(this::describe);
    } catch (KubernetesClientException e) {
      lines.add("  cannot list its objects: " + e.getMessage());
    }
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }

  private Stream<? extends HasMetadata> others() {
    return Stream.of(
            client.configMaps().list().getItems(),
            client.secrets().list().getItems(),
            client.services().list().getItems(),
            client.persistentVolumeClaims().list().getItems(),
            client.apps().statefulSets().list().getItems(),
            client.apps().deployments().list().getItems(),
            client.network().v1().networkPolicies().list().getItems())
        .flatMap(List::stream);
  }

  private void describe(Pod pod, List<Event> events) {
    PodStatus status = pod.getStatus();
    String name = pod.getMetadata().getName();
    lines.add(
        "  Pod %s: %s%s"
            .formatted(
                name,
                status.getPhase(),
                Stream.of(status.getReason(), status.getMessage())
                    .filter(text -> text != null)
                    .map(text -> ", " + text)
                    .collect(Collectors.joining())));
    Stream.concat(
            status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
        .forEach(each -> lines.add("    container %s: %s".formatted(each.getName(), state(each))));
    events.stream()
        .filter(each -> pod.getMetadata().getUid().equals(each.getInvolvedObject().getUid()))
        .filter(each -> "Warning".equals(each.getType()))
        .forEach(each -> lines.add("    %s: %s".formatted(each.getReason(), each.getMessage())));
    List<String> log = namespace.logs(name).lines().toList();
    log.subList(Math.max(0, log.size() - LOG_LINES), log.size())
        .forEach(line -> lines.add("    | " + line));
  }

  private static String state(ContainerStatus container) {
    ContainerState state = container.getState();
    if (state.getTerminated() != null) {
      return "terminated with exit code %s (%s)"
          .formatted(state.getTerminated().getExitCode(), state.getTerminated().getReason());
    }
    return state.getRunning() != null
        ? "running"
        : Optional.ofNullable(state.getWaiting())
            .map(waiting -> "waiting (%s)".formatted(waiting.getReason()))
            .orElse("waiting");
  }

  private void describe(HasMetadata object) {
    Set<String> keys = new TreeSet<>();
    if (object instanceof ConfigMap map) {
      keys.addAll(Optional.ofNullable(map.getData()).orElse(Map.of()).keySet());
    } else if (object instanceof Secret secret) {
      keys.addAll(Optional.ofNullable(secret.getData()).orElse(Map.of()).keySet());
    }
    lines.add(
        "  %s %s%s"
            .formatted(
                object.getKind(),
                object.getMetadata().getName(),
                keys.isEmpty() ? "" : ": " + String.join(", ", keys)));
  }
}
