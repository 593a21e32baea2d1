// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.submit.DriverContainer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A pod of an application.
 *
 * @param id {@code driver}, or the id of the executor
 * @param container the name of Spark's container
 */
record AppPod(Pod pod, String id, String container) {
  private static final String DRIVER = "driver";

  static AppPod of(Pod pod, SparkSettings settings) {
    return Constants.SPARK_POD_DRIVER_ROLE.equals(label(pod, Constants.SPARK_ROLE_LABEL))
        ? new AppPod(pod, DRIVER, DriverContainer.nameIn(pod, settings))
        : new AppPod(pod, executorId(pod), executorContainer(pod));
  }

  /** Returns a label of a pod, empty if it is not set. */
  static String label(Pod pod, String key) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(key, "");
  }

  boolean isDriver() {
    return id.equals(DRIVER);
  }

  String name() {
    return pod.getMetadata().getName();
  }

  String namespace() {
    return pod.getMetadata().getNamespace();
  }

  String uid() {
    return pod.getMetadata().getUid();
  }

  /** Returns the name of the node, empty if the pod has none yet. */
  String node() {
    return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
  }

  /** Returns a short name that is unique within the application. */
  String shortName() {
    return isDriver() ? DRIVER : "exec-%s".formatted(id);
  }

  /** Returns the id as a number, so that executor 10 follows executor 9; 0 for the driver. */
  long order() {
    return id.matches("\\d{1,18}") ? Long.parseLong(id) : isDriver() ? 0 : Long.MAX_VALUE;
  }

  /** Returns whether Spark's container has started, so that it has a log. */
  boolean hasStarted() {
    return state()
        .filter(state -> state.getRunning() != null || state.getTerminated() != null)
        .isPresent();
  }

  /** Returns whether Spark's container is running. */
  boolean isRunning() {
    return state().filter(state -> state.getRunning() != null).isPresent();
  }

  private Optional<ContainerState> state() {
    List<ContainerStatus> statuses =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return statuses.stream()
        .filter(status -> container.equals(status.getName()))
        .flatMap(status -> Stream.ofNullable(status.getState()))
        .findFirst();
  }

  /** Pods of a StatefulSet share their labels: the number in their names tells them apart. */
  private static String executorId(Pod pod) {
    String id = label(pod, Constants.SPARK_EXECUTOR_ID_LABEL);
    if (id.matches("\\d+")) {
      return id;
    }
    String name = pod.getMetadata().getName();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private static String executorContainer(Pod pod) {
    List<Container> containers = pod.getSpec().getContainers();
    Predicate<Container> isNamed =
        container -> Constants.DEFAULT_EXECUTOR_CONTAINER_NAME.equals(container.getName());
    Predicate<Container> hasId =
        container ->
            container.getEnv().stream()
                .anyMatch(variable -> Constants.ENV_EXECUTOR_ID.equals(variable.getName()));
    return Stream.of(isNamed, hasId)
        .flatMap(wanted -> containers.stream().filter(wanted))
        .map(Container::getName)
        .findFirst()
        .orElseGet(() -> containers.get(0).getName());
  }
}
