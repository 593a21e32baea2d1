// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the claims in which an executor has its local directories. */
final class LocalDirClaims {
  private static final String LOCAL_DIRS = "SPARK_LOCAL_DIRS";

  private LocalDirClaims() {}

  /** Returns a claim for each local directory of a container, empty where it lies in none. */
  static List<String> of(Pod pod, String containerName) {
    Optional<Container> container =
        pod.getSpec().getContainers().stream()
            .filter(each -> each.getName().equals(containerName))
            .findFirst();
    Map<String, String> claims = new HashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getPersistentVolumeClaim() != null) {
        claims.put(volume.getName(), volume.getPersistentVolumeClaim().getClaimName());
      }
    }
    return container
        .map(found -> localDirs(found).stream().map(dir -> claimOf(dir, found, claims)).toList())
        .orElse(List.of());
  }

  private static List<String> localDirs(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getName().equals(LOCAL_DIRS) && variable.getValue() != null)
        .map(EnvVar::getValue)
        .findFirst()
        .map(dirs -> Arrays.asList(dirs.split(",")))
        .orElse(List.of());
  }

  /** The innermost mount is what a directory lies in. */
  private static String claimOf(String dir, Container container, Map<String, String> claims) {
    Path path = Path.of(dir);
    return container.getVolumeMounts().stream()
        .filter(mount -> path.startsWith(mount.getMountPath()))
        .max(Comparator.comparingInt(mount -> Path.of(mount.getMountPath()).getNameCount()))
        .map(VolumeMount::getName)
        .map(volume -> claims.getOrDefault(volume, ""))
        .orElse("");
  }
}
