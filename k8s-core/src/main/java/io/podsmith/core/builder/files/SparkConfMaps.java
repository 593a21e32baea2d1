// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.files;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.names.UniqueIds;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ConfigMaps that carry {@code SPARK_CONF_DIR} and Spark's properties into pods. */
public final class SparkConfMaps {
  // what the API server accepts for the values of all keys together
  private static final int MAX_BYTES = 1 << 20;
  private static final int READABLE_BY_ALL = 0644;
  private static final String DRIVER_PREFIX = "spark-drv-";
  private static final String CONFIG_MAP_SUFFIX = "-conf-map";
  private static final String SECRET_SUFFIX = "-conf-secret";

  private SparkConfMaps() {}

  /** Returns a new name for a driver's ConfigMap. */
  static String driverName(UniqueIds ids) {
    return DRIVER_PREFIX + ids.next() + CONFIG_MAP_SUFFIX;
  }

  /** Returns whether an object is the Secret with the settings of a driver. */
  public static boolean isSecretOfDriver(String kind, String name) {
    return kind.equals("Secret") && name.startsWith(DRIVER_PREFIX) && name.endsWith(SECRET_SUFFIX);
  }

  /**
   * Makes the ConfigMap for a driver.
   *
   * @param files the files of {@code SPARK_CONF_DIR}
   * @param properties the properties that the driver is started with
   */
  static ConfigMap forDriver(
      String name,
      String namespace,
      Map<String, String> files,
      SortedMap<String, String> properties) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withImmutable(true)
        .withData(data(name, namespace, files, properties))
        .build();
  }

  /**
   * Makes the Secret for a driver some of whose settings look like secrets.
   *
   * @param confMap the driver's ConfigMap
   * @param properties all properties that the driver is started with
   * @param variables variables of the driver's environment that look like secrets
   */
  static Secret secretForDriver(
      ConfigMap confMap, SortedMap<String, String> properties, Map<String, String> variables) {
    String name =
        confMap.getMetadata().getName().replaceAll(CONFIG_MAP_SUFFIX + "$", SECRET_SUFFIX);
    SortedMap<String, String> data = new TreeMap<>();
    data.put(
        Constants.SPARK_CONF_FILE_NAME,
        text("# Spark properties, from the Secret " + name, properties));
    variables.forEach((variable, value) -> data.put(variableKey(variable), value));
    requireSize("Secret " + name, data);
    data.replaceAll((key, value) -> base64(value));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(confMap.getMetadata().getNamespace())
        .endMetadata()
        .withType("Opaque")
        .withImmutable(true)
        .withData(data)
        .build();
  }

  /** Returns where a driver's Secret holds a variable: apart from files. */
  static String variableKey(String variable) {
    return "env." + variable;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns what goes into the ConfigMap of an application's executors.
   *
   * @param name the name of the ConfigMap
   * @param namespace the namespace of the application
   * @param files the files of {@code SPARK_CONF_DIR}, as {@link SparkConfDir#load} returns them
   * @throws InvalidConfigurationException where it would be more than Kubernetes accepts
   */
  public static SortedMap<String, String> executorData(
      String name, String namespace, Map<String, String> files) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put(ClusterKeys.KUBERNETES_NAMESPACE.key(), namespace);
    return data(name, namespace, files, properties);
  }

  /** Returns how files of a ConfigMap are laid out in its volume: under their own names, sorted. */
  static List<KeyToPath> items(Collection<String> fileNames) {
    return fileNames.stream()
        .sorted()
        .map(name -> new KeyToPath(name, READABLE_BY_ALL, name))
        .toList();
  }

  private static SortedMap<String, String> data(
      String name,
      String namespace,
      Map<String, String> files,
      SortedMap<String, String> properties) {
    SortedMap<String, String> data = new TreeMap<>(files);
    data.put(
        Constants.SPARK_CONF_FILE_NAME,
        text("# Spark properties, from the ConfigMap " + name, properties));
    // Spark's own jar leaves the namespace in the map, and tools have come to look for it there.
    data.put(ClusterKeys.KUBERNETES_NAMESPACE.key(), namespace);
    requireSize("ConfigMap " + name, data);
    return data;
  }

  /** Writes properties as {@link Properties} reads them, in the order of their keys. */
  private static String text(String headline, SortedMap<String, String> properties) {
    Properties all = new Properties();
    all.putAll(properties);
    StringWriter written = new StringWriter();
    try {
      all.store(written, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Without the comment, which holds the time of day, the same settings give the same text.
    return written
        .toString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .sorted()
        .collect(Collectors.joining("\n", headline + "\n", "\n"));
  }

  private static void requireSize(String object, Map<String, String> data) {
    long size =
        data.values().stream().mapToLong(v -> v.getBytes(StandardCharsets.UTF_8).length).sum();
    if (size > MAX_BYTES) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          Constants.ENV_SPARK_CONF_DIR,
          "the "
              + object
              + " with Spark's properties and the files of "
              + Constants.ENV_SPARK_CONF_DIR
              + " would contain "
              + size
              + " bytes, but Kubernetes accepts at most "
              + MAX_BYTES
              + "; lower "
              + PodKeys.CONFIG_MAP_MAXSIZE.key()
              + ", remove files, or shorten the longest settings");
    }
  }
}
