// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.podsmith.testkit.cluster.internal.node.container.VolumeFiles.VolumeFile;
import io.podsmith.testkit.cluster.internal.node.host.PodDirectories;
import io.podsmith.testkit.cluster.internal.node.host.ServiceAccountTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the volumes of a pod and tells where a container's mounts lie on this machine.
 *
 * <p>Files that come from the cluster are written once for each container, because the paths in
 * them are translated for it.
 */
final class ContainerMounts {
  private final PodDirectories directories;
  private final ClusterObjects objects;
  private final VolumeFiles files;

  ContainerMounts(PodDirectories directories, ClusterObjects objects, ServiceAccountTokens tokens) {
    this.directories = directories;
    this.objects = objects;
    this.files = new VolumeFiles(objects, tokens);
  }

  /**
   * Makes what a container mounts.
   *
   * @param environment for {@code subPathExpr}
   * @param imagePaths what the image itself holds, by path in the container
   * @return how paths of the container translate
   */
  PathMap prepare(
      Pod pod,
      Container container,
      DownwardFields fields,
      Map<String, String> environment,
      Map<String, Path> imagePaths)
      throws ContainerStartException, IOException {
    Map<String, Map<String, VolumeFile>> contents = new LinkedHashMap<>();
    Map<String, Path> places = new LinkedHashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      Optional<Map<String, VolumeFile>> content = files.of(volume, pod, container, fields);
      if (content.isPresent()) {
        contents.put(volume.getName(), content.get());
        places.put(volume.getName(), directories.ownVolume(container.getName(), volume.getName()));
      } else {
        places.put(volume.getName(), place(volume));
      }
    }
    Path root = Files.createDirectories(directories.root(container.getName()));
    Map<String, Path> hostPaths = new LinkedHashMap<>(imagePaths);
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = places.get(mount.getName());
      if (place == null) {
        throw ContainerStartException.mount(mount.getName(), "there is no such volume");
      }
      hostPaths.put(mount.getMountPath(), place.resolve(subPath(mount, environment)));
    }
    PathMap paths = new PathMap(hostPaths, root, directories.node());
    for (Map.Entry<String, Map<String, VolumeFile>> entry : contents.entrySet()) {
      write(entry.getValue(), directories.ownVolume(container.getName(), entry.getKey()), paths);
    }
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path host = paths.hostPath(mount.getMountPath());
      if (!Files.exists(host)) {
        Files.createDirectories(host);
      }
    }
    return paths;
  }

  private Path place(Volume volume) throws ContainerStartException, IOException {
    if (volume.getEmptyDir() != null || volume.getEphemeral() != null) {
      return Files.createDirectories(directories.volume(volume.getName()));
    }
    if (volume.getHostPath() != null) {
      return hostPath(volume.getName(), volume.getHostPath());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      String name = volume.getPersistentVolumeClaim().getClaimName();
      PersistentVolumeClaim claim =
          objects
              .claim(name)
              .orElseThrow(
                  () -> ContainerStartException.claim(volume.getName(), objects.namespace(), name));
      objects.bind(claim);
      return Files.createDirectories(directories.claim(claim.getMetadata().getUid()));
    }
    throw ContainerStartException.mount(
        volume.getName(),
        "the embedded node supports configMap, secret, emptyDir, hostPath, projected, downwardAPI"
            + " and persistentVolumeClaim volumes only");
  }

  private static Path hostPath(String volume, HostPathVolumeSource source)
      throws ContainerStartException, IOException {
    Path path = Path.of(source.getPath());
    String type = Optional.ofNullable(source.getType()).orElse("");
    switch (type) {
      case "DirectoryOrCreate" -> Files.createDirectories(path);
      case "FileOrCreate" -> {
        if (!Files.exists(path)) {
          Files.createFile(path);
        }
      }
      case "Directory" -> check(Files.isDirectory(path), volume, path, "directory");
      case "File" -> check(Files.isRegularFile(path), volume, path, "file");
      default -> {
        // No check: the container finds out.
      }
    }
    return path;
  }

  private static void check(boolean ok, String volume, Path path, String what)
      throws ContainerStartException {
    if (!ok) {
      throw ContainerStartException.mount(
          volume, "hostPath type check failed: " + path + " is not a " + what);
    }
  }

  private static String subPath(VolumeMount mount, Map<String, String> environment) {
    String path =
        mount.getSubPathExpr() != null && !mount.getSubPathExpr().isEmpty()
            ? VariableExpansion.expand(mount.getSubPathExpr(), environment)
            : Optional.ofNullable(mount.getSubPath()).orElse("");
    return Path.of("/").resolve(path).normalize().toString().substring(1);
  }

  private static void write(Map<String, VolumeFile> content, Path directory, PathMap paths)
      throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, VolumeFile> entry : content.entrySet()) {
      VolumeFile file = entry.getValue();
      Path target = directory.resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      byte[] bytes =
          file.configuration()
              ? ConfigurationText.translate(entry.getKey(), file.content(), paths)
              : file.content();
      Files.deleteIfExists(target);
      Files.write(target, bytes);
      Files.setPosixFilePermissions(target, permissions(file.mode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] bits =
        PosixFilePermission.values(); // from owner's read to others' execute
    for (int i = 0; i < bits.length; i++) {
      if ((mode & (1 << (bits.length - 1 - i))) != 0) {
        permissions.add(bits[i]);
      }
    }
    return permissions;
  }
}
