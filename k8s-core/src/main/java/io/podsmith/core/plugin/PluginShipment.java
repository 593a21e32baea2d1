// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.jars.CarriedJar;
import io.podsmith.core.plugin.jars.JarVolume;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Carries the plugins of the submitting side to the driver, so that their executor steps run there.
 *
 * <p>Jars of this machine are uploaded where the user named a place for uploads, and travel in
 * ConfigMaps otherwise. What the driver reaches by itself, in its image or at a remote place, stays
 * where it is.
 */
public final class PluginShipment {
  private final JarVolume volume;
  private final Optional<String> keys;
  private final List<String> stays = new ArrayList<>();
  private final SortedMap<String, String> carried = new TreeMap<>();

  private PluginShipment(DriverConf conf, Optional<String> keys) {
    this.keys = keys;
    this.volume = new JarVolume(conf.namespace(), conf.resourceNamePrefix(), conf.appId());
  }

  /**
   * Prepares the plugins of a registry for a driver. Uploads, where the user named a place for
   * that; creates nothing on the cluster.
   *
   * @throws PluginLoadException where there is too much to carry
   */
  public static PluginShipment of(StepRegistry registry, DriverConf conf) {
    PluginShipment shipment = new PluginShipment(conf, registry.keysForDriver());
    boolean isUploaded = conf.contains(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH);
    for (Plugin plugin : registry.plugins()) {
      List<PluginJar> jars = plugin.jars().stream().filter(PluginJar::isCarried).toList();
      if (!jars.isEmpty()) {
        shipment.carried.put(
            plugin.id(),
            jars.stream()
                .map(jar -> shipment.carry(plugin, jar, conf, isUploaded).text())
                .collect(Collectors.joining(",")));
      }
    }
    conf.get(PodsmithKeys.STEP_JARS).stream()
        .filter(uri -> registry.plugins().stream().noneMatch(p -> isCarriedFrom(p, uri)))
        .forEach(shipment.stays::add);
    return shipment;
  }

  private static boolean isCarriedFrom(Plugin plugin, String uri) {
    return plugin.jars().stream().anyMatch(jar -> jar.isCarried() && jar.uri().equals(uri));
  }

  private CarriedJar carry(Plugin plugin, PluginJar jar, DriverConf conf, boolean isUploaded) {
    byte[] content = read(plugin, jar);
    return isUploaded
        ? CarriedJar.of(
            conf.fileStaging().upload(jar.path().toString()), 1, content, jar.signature())
        : volume.add(plugin, jar, content);
  }

  private static byte[] read(Plugin plugin, PluginJar jar) {
    try {
      return Files.readAllBytes(jar.path());
    } catch (IOException e) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_JAR,
          plugin.id(),
          jar.uri(),
          "plugin " + plugin.id() + ": " + jar.uri() + " cannot be read: " + e,
          e);
    }
  }

  /**
   * Returns what carries the jars, to be owned by the driver; empty where nothing is carried so.
   */
  public List<ConfigMap> configMaps() {
    return volume.configMaps();
  }

  /** Derives a pod that sees the jars. */
  public SparkPod mount(SparkPod pod) {
    return volume.mount(pod);
  }

  /** Derives the driver's properties, in which plugins are where the driver sees them. */
  public SortedMap<String, String> rewrite(SortedMap<String, String> properties) {
    SortedMap<String, String> rewritten = new TreeMap<>(properties);
    keys.ifPresent(text -> rewritten.put(PodsmithKeys.STEPS_PUBLIC_KEY.key(), text));
    if (carried.isEmpty()) {
      return rewritten;
    }
    rewritten.remove(PodsmithKeys.STEP_JARS.key());
    if (!stays.isEmpty()) {
      rewritten.put(PodsmithKeys.STEP_JARS.key(), String.join(",", stays));
    }
    String folder = properties.getOrDefault(PodsmithKeys.STEP_DIR.key(), "");
    if (!folder.startsWith("local:")) {
      rewritten.remove(PodsmithKeys.STEP_DIR.key());
    }
    carried.forEach((id, jars) -> rewritten.put(PodsmithKeys.STEPS_CARRIED_PREFIX + id, jars));
    return rewritten;
  }
}
