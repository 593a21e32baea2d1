// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.localdirs;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Uses the volumes that are mounted for scratch data, or else mounts an emptyDir for each folder
 * that the settings name, in their order.
 */
final class LocalDirsFeatureStep implements KubernetesFeatureConfigStep {
  private static final String ENV_LOCAL_DIRS = "SPARK_LOCAL_DIRS";
  private static final String VOLUME_PREFIX = "spark-local-dir-";

  private final List<String> folders;
  private final boolean isInMemory;

  LocalDirsFeatureStep(KubernetesConf conf) {
    this.isInMemory = conf.get(PodKeys.KUBERNETES_LOCAL_DIRS_TMPFS);
    String given =
        conf.environmentVariable(ENV_LOCAL_DIRS).or(() -> conf.get(SparkKeys.LOCAL_DIR)).orElse("");
    List<String> named =
        Arrays.stream(given.split(",", -1))
            .map(String::trim)
            .filter(folder -> !folder.isEmpty())
            .distinct()
            .toList();
    this.folders = named.isEmpty() ? List.of(unusedFolder(conf)) : named;
  }

  /** Nothing that could already be in the image; one name will do, as each pod has its own disk. */
  private static String unusedFolder(KubernetesConf conf) {
    return "/var/data/spark-"
        + UUID.nameUUIDFromBytes(conf.appId().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    List<VolumeMount> mounts = pod.container().getVolumeMounts();
    List<String> mounted =
        mounts.stream()
            .filter(mount -> mount.getName() != null && mount.getName().startsWith(VOLUME_PREFIX))
            .map(VolumeMount::getMountPath)
            .toList();
    return mounted.isEmpty()
        ? announce(mountEmptyDirs(pod, mounts), folders)
        : announce(pod, mounted);
  }

  private static SparkPod announce(SparkPod pod, List<String> folders) {
    return pod.editContainer(
        container ->
            container
                .addNewEnv()
                .withName(ENV_LOCAL_DIRS)
                .withValue(String.join(",", folders))
                .endEnv());
  }

  private SparkPod mountEmptyDirs(SparkPod pod, List<VolumeMount> taken) {
    List<Volume> volumes = new ArrayList<>();
    List<VolumeMount> mounts = new ArrayList<>();
    for (String folder : folders) {
      requireFree(folder, taken);
      String name = VOLUME_PREFIX + (volumes.size() + 1);
      volumes.add(new VolumeBuilder().withName(name).withEmptyDir(emptyDir()).build());
      mounts.add(new VolumeMountBuilder().withName(name).withMountPath(folder).build());
    }
    return pod.editSpec(spec -> spec.addAllToVolumes(volumes))
        .editContainer(container -> container.addAllToVolumeMounts(mounts));
  }

  private EmptyDirVolumeSource emptyDir() {
    EmptyDirVolumeSourceBuilder emptyDir = new EmptyDirVolumeSourceBuilder();
    if (isInMemory) {
      emptyDir.withMedium("Memory");
    }
    return emptyDir.build();
  }

  private static void requireFree(String folder, List<VolumeMount> taken) {
    taken.stream()
        .filter(mount -> folder.equals(mount.getMountPath()))
        .findFirst()
        .ifPresent(
            mount -> {
              throw InvalidConfigurationException.of(
                  PodsmithError.CONF_CONFLICT,
                  SparkKeys.LOCAL_DIR.key(),
                  folder,
                  "a directory without a mounted volume, but volume '" + mount.getName() + "' is",
                  "name that volume "
                      + VOLUME_PREFIX
                      + "1 so that Spark uses it, or set another directory");
            });
  }
}
