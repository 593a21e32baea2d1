// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.podsmith.testkit.cluster.internal.node.host.ServiceAccountTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the files of volumes whose content comes from the cluster. */
final class VolumeFiles {
  private static final int DEFAULT_MODE = 0644;

  /**
   * A file of a volume.
   *
   * @param content the bytes
   * @param mode permission bits
   * @param configuration true for files of ConfigMaps and for Spark's properties, in which paths
   *     are translated
   */
  record VolumeFile(byte[] content, int mode, boolean configuration) {}

  private final ClusterObjects objects;
  private final ServiceAccountTokens tokens;

  VolumeFiles(ClusterObjects objects, ServiceAccountTokens tokens) {
    this.objects = objects;
    this.tokens = tokens;
  }

  /** Returns the files by path in the volume, empty where the volume is of another kind. */
  Optional<Map<String, VolumeFile>> of(
      Volume volume, Pod pod, Container container, DownwardFields fields)
      throws ContainerStartException {
    Map<String, VolumeFile> files = new TreeMap<>();
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      int mode = orDefault(source.getDefaultMode(), DEFAULT_MODE);
      boolean optional = Boolean.TRUE.equals(source.getOptional());
      addConfigMap(volume, source.getName(), source.getItems(), optional, mode, files);
    } else if (volume.getSecret() != null) {
      var source = volume.getSecret();
      int mode = orDefault(source.getDefaultMode(), DEFAULT_MODE);
      boolean optional = Boolean.TRUE.equals(source.getOptional());
      addSecret(volume, source.getSecretName(), source.getItems(), optional, mode, files);
    } else if (volume.getDownwardAPI() != null) {
      int mode = orDefault(volume.getDownwardAPI().getDefaultMode(), DEFAULT_MODE);
      addFields(volume.getDownwardAPI().getItems(), container, fields, mode, files);
    } else if (volume.getProjected() != null) {
      int mode = orDefault(volume.getProjected().getDefaultMode(), DEFAULT_MODE);
      for (VolumeProjection source : volume.getProjected().getSources()) {
        addProjection(volume, source, pod, container, fields, mode, files);
      }
    } else {
      return Optional.empty();
    }
    return Optional.of(files);
  }

  private void addProjection(
      Volume volume,
      VolumeProjection source,
      Pod pod,
      Container container,
      DownwardFields fields,
      int mode,
      Map<String, VolumeFile> files)
      throws ContainerStartException {
    ConfigMapProjection map = source.getConfigMap();
    if (map != null) {
      boolean optional = Boolean.TRUE.equals(map.getOptional());
      addConfigMap(volume, map.getName(), map.getItems(), optional, mode, files);
    }
    SecretProjection secret = source.getSecret();
    if (secret != null) {
      boolean optional = Boolean.TRUE.equals(secret.getOptional());
      addSecret(volume, secret.getName(), secret.getItems(), optional, mode, files);
    }
    if (source.getDownwardAPI() != null) {
      addFields(source.getDownwardAPI().getItems(), container, fields, mode, files);
    }
    ServiceAccountTokenProjection token = source.getServiceAccountToken();
    if (token != null) {
      byte[] content = tokens.tokenFor(pod, token).getBytes(StandardCharsets.UTF_8);
      files.put(token.getPath(), new VolumeFile(content, mode, false));
    }
  }

  private void addConfigMap(
      Volume volume,
      String name,
      List<KeyToPath> items,
      boolean optional,
      int mode,
      Map<String, VolumeFile> files)
      throws ContainerStartException {
    Optional<Map<String, byte[]>> data = objects.configMap(name);
    if (data.isEmpty() && !optional) {
      throw ContainerStartException.mount(volume.getName(), "configmap \"" + name + "\" not found");
    }
    addItems(volume, data.orElse(Map.of()), items, optional, mode, true, files);
  }

  private void addSecret(
      Volume volume,
      String name,
      List<KeyToPath> items,
      boolean optional,
      int mode,
      Map<String, VolumeFile> files)
      throws ContainerStartException {
    Optional<Map<String, byte[]>> data = objects.secret(name);
    if (data.isEmpty() && !optional) {
      throw ContainerStartException.mount(volume.getName(), "secret \"" + name + "\" not found");
    }
    addItems(volume, data.orElse(Map.of()), items, optional, mode, false, files);
  }

  private static void addItems(
      Volume volume,
      Map<String, byte[]> data,
      List<KeyToPath> items,
      boolean optional,
      int mode,
      boolean configuration,
      Map<String, VolumeFile> files)
      throws ContainerStartException {
    if (items == null || items.isEmpty()) {
      data.forEach(
          (key, bytes) ->
              files.put(key, new VolumeFile(bytes, mode, configuration || isProperties(key))));
      return;
    }
    for (KeyToPath item : items) {
      byte[] content = data.get(item.getKey());
      if (content != null) {
        int itemMode = orDefault(item.getMode(), mode);
        files.put(
            item.getPath(),
            new VolumeFile(content, itemMode, configuration || isProperties(item.getPath())));
      } else if (!optional) {
        throw ContainerStartException.mount(
            volume.getName(), "references non-existent config key: " + item.getKey());
      }
    }
  }

  private static void addFields(
      List<DownwardAPIVolumeFile> items,
      Container container,
      DownwardFields fields,
      int mode,
      Map<String, VolumeFile> files)
      throws ContainerStartException {
    for (DownwardAPIVolumeFile item : items) {
      String text =
          item.getFieldRef() != null
              ? fields.field(item.getFieldRef().getFieldPath())
              : DownwardFields.resource(item.getResourceFieldRef(), container);
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      files.put(item.getPath(), new VolumeFile(content, orDefault(item.getMode(), mode), false));
    }
  }

  private static int orDefault(@Nullable Integer mode, int other) {
    return mode == null ? other : mode;
  }

  /** A driver with secret settings reads its properties, and the paths in them, from a Secret. */
  private static boolean isProperties(String file) {
    return file.equals("spark.properties");
  }
}
