// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.podsmith.core.conf.names.NameRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds defects that the API server rejects, and duplicates of which only one takes effect. */
final class PodDefects {
  static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  static final int LONGEST_NAME = 253;

  private final List<String> found = new ArrayList<>();

  private PodDefects() {}

  /** Returns the mounts whose volume does not exist in the pod. */
  static List<String> mountsWithoutVolume(Pod pod) {
    PodDefects defects = new PodDefects();
    Set<String> volumes =
        pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
    containers(pod)
        .forEach(
            container ->
                container.getVolumeMounts().stream()
                    .filter(mount -> !volumes.contains(mount.getName()))
                    .forEach(
                        mount ->
                            defects.found.add(
                                "container %s mounts volume '%s' at %s, but the pod has no such volume"
                                    .formatted(
                                        container.getName(),
                                        mount.getName(),
                                        mount.getMountPath()))));
    return defects.found;
  }

  /** Returns the labels and annotations that Kubernetes rejects. */
  static List<String> wrongLabels(Pod pod) {
    PodDefects defects = new PodDefects();
    labels(pod.getMetadata().getLabels())
        .forEach(
            (key, value) -> {
              if (!NameRules.isLabelKey(key)) {
                defects.found.add("label key '%s'".formatted(key));
              }
              if (!NameRules.isLabelValue(Objects.requireNonNullElse(value, ""))) {
                defects.found.add("value '%s' of label %s".formatted(value, key));
              }
            });
    labels(pod.getMetadata().getAnnotations()).keySet().stream()
        .filter(key -> !NameRules.isAnnotationKey(key))
        .forEach(key -> defects.found.add("annotation key '%s'".formatted(key)));
    return defects.found;
  }

  private static Map<String, String> labels(Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }

  /** Returns the elements that exist more than once. */
  static List<String> duplicates(Pod pod) {
    PodDefects defects = new PodDefects();
    defects.find("volume", pod.getSpec().getVolumes(), Volume::getName);
    defects.find("container", containers(pod).toList(), Container::getName);
    containers(pod)
        .forEach(
            container -> {
              String in = " in container %s".formatted(container.getName());
              defects.find("environment variable" + in, container.getEnv(), EnvVar::getName);
              defects.find(
                  "mount path" + in, container.getVolumeMounts(), VolumeMount::getMountPath);
              defects.find("port name" + in, container.getPorts(), ContainerPort::getName);
              defects.find(
                  "port" + in,
                  container.getPorts(),
                  port ->
                      "%s %s"
                          .formatted(
                              port.getContainerPort(),
                              Objects.requireNonNullElse(port.getProtocol(), "TCP")));
            });
    return defects.found;
  }

  private <T> void find(String what, List<T> elements, Function<T, String> key) {
    Set<String> seen = new HashSet<>();
    elements.stream()
        .map(key)
        .filter(Objects::nonNull)
        .filter(value -> !seen.add(value))
        .forEach(value -> found.add("%s: %s".formatted(what, value)));
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream());
  }
}
