// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Jars in ConfigMaps, which one volume of the driver shows side by side.
 *
 * <p>A ConfigMap holds at most 1 MiB, so there may be several, and a jar may be cut into parts.
 */
public final class JarVolume {
  static final String MOUNT_PATH = "/opt/spark/podsmith-steps";

  /** All jars together: they live in the cluster's store for as long as the driver does. */
  static final long MAX_TOTAL_BYTES = 16L << 20;

  /** Some room below the limit of Kubernetes, for names. */
  static final int MAX_MAP_BYTES = 1_000_000;

  private static final String VOLUME = "podsmith-steps";
  private static final int READABLE_BY_ALL = 0444;

  private final String namespace;
  private final String namePrefix;
  private final String appId;
  private final List<Parcel> parcels = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private long total;

  public JarVolume(String namespace, String namePrefix, String appId) {
    this.namespace = namespace;
    this.namePrefix = namePrefix;
    this.appId = appId;
  }

  /** One ConfigMap in the making. */
  private static final class Parcel {
    final SortedMap<String, String> data = new TreeMap<>();
    final List<KeyToPath> items = new ArrayList<>();
    int room = MAX_MAP_BYTES;
  }

  /** Adds a jar and says where the driver finds it. */
  public CarriedJar add(Plugin plugin, PluginJar jar, byte[] content) {
    total += content.length;
    if (total > MAX_TOTAL_BYTES) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_UPLOAD,
          plugin.id(),
          jar.uri(),
          "the jars of plugins exceed the "
              + (MAX_TOTAL_BYTES >> 20)
              + " MiB that can be uploaded to a driver in ConfigMaps; "
              + jar.uri()
              + " of plugin "
              + plugin.id()
              + " exceeded the limit; set "
              + ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key()
              + " to a location that the driver and the submission can access, or add the jars to"
              + " the image and refer to them with local:",
          null);
    }
    String path = pathOf(plugin, jar);
    int parts = Math.max(1, (content.length + MAX_MAP_BYTES - 1) / MAX_MAP_BYTES);
    for (int i = 0; i < parts; i++) {
      byte[] part =
          Arrays.copyOfRange(
              content, i * MAX_MAP_BYTES, Math.min(content.length, (i + 1) * MAX_MAP_BYTES));
      put(parts == 1 ? path : CarriedJar.partName(path, i), part);
    }
    return CarriedJar.of("local://" + MOUNT_PATH + "/" + path, parts, content, jar.signature());
  }

  private String pathOf(Plugin plugin, PluginJar jar) {
    // neither a list of URIs nor a volume's path takes every name that a file may have
    String name = jar.name().replaceAll("[^A-Za-z0-9._+-]", "_");
    String path = plugin.id() + "/" + name;
    for (int i = 2; !paths.add(path); i++) {
      path = plugin.id() + "/" + i + "-" + name;
    }
    return path;
  }

  private void put(String path, byte[] content) {
    Parcel parcel =
        parcels.stream()
            .filter(p -> p.room >= content.length)
            .findFirst()
            .orElseGet(
                () -> {
                  Parcel next = new Parcel();
                  parcels.add(next);
                  return next;
                });
    String key = "jar-" + parcel.items.size();
    parcel.data.put(key, Base64.getEncoder().encodeToString(content));
    parcel.items.add(new KeyToPath(key, READABLE_BY_ALL, path));
    parcel.room -= content.length;
  }

  public List<ConfigMap> configMaps() {
    List<ConfigMap> maps = new ArrayList<>();
    for (int i = 0; i < parcels.size(); i++) {
      maps.add(
          new ConfigMapBuilder()
              .withNewMetadata()
              .withName(nameOf(i))
              .withNamespace(namespace)
              .addToLabels(Constants.SPARK_APP_ID_LABEL, appId)
              .addToLabels(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_DRIVER_ROLE)
              .endMetadata()
              .withImmutable(true)
              .withBinaryData(parcels.get(i).data)
              .build());
    }
    return maps;
  }

  public SparkPod mount(SparkPod pod) {
    if (parcels.isEmpty()) {
      return pod;
    }
    List<VolumeProjection> sources = new ArrayList<>();
    for (int i = 0; i < parcels.size(); i++) {
      sources.add(
          new VolumeProjectionBuilder()
              .withNewConfigMap()
              .withName(nameOf(i))
              .withItems(parcels.get(i).items)
              .endConfigMap()
              .build());
    }
    return pod.editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(VOLUME)
                    .withNewProjected()
                    .withSources(sources)
                    .endProjected()
                    .endVolume())
        .editContainer(
            container ->
                container
                    .addNewVolumeMount()
                    .withName(VOLUME)
                    .withMountPath(MOUNT_PATH)
                    .withReadOnly(true)
                    .endVolumeMount());
  }

  private String nameOf(int index) {
    return namePrefix + "-steps-" + index;
  }
}
