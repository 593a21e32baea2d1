// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells which container of a driver's pod runs Spark. */
public final class DriverContainer {
  private DriverContainer() {}

  /**
   * Returns the name of Spark's container: the one that the settings name, else the one that mounts
   * Spark's configuration (a template may call it as it likes), else the one with the usual name.
   */
  public static String nameIn(Pod pod, SparkSettings settings) {
    List<Container> containers = pod.getSpec().getContainers();
    Predicate<Container> isNamed =
        settings
            .get(PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME)
            .<Predicate<Container>>map(name -> container -> name.equals(container.getName()))
            .orElse(container -> false);
    Predicate<Container> hasConfiguration =
        container ->
            container.getVolumeMounts().stream()
                .anyMatch(mount -> Constants.SPARK_CONF_VOLUME_DRIVER.equals(mount.getName()));
    return Stream.of(isNamed, hasConfiguration)
        .flatMap(wanted -> containers.stream().filter(wanted))
        .map(Container::getName)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Constants.DEFAULT_DRIVER_CONTAINER_NAME);
  }
}
