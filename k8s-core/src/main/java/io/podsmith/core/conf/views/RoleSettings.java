// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.names.NameRules;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the settings say about all pods of one role, read and checked once.
 *
 * <p>Labels and annotations have the application's id in place; that of the executor is left to
 * {@link ExecutorConf}.
 */
final class RoleSettings {
  private static final Logger LOG = LoggerFactory.getLogger(RoleSettings.class);
  private static final Pattern EXECUTOR_VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

  /** Settings that name an object of the cluster. */
  private static final List<ConfigEntry<Optional<String>>> NAMES =
      List.of(
          ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME,
          ClusterKeys.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME,
          PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP,
          PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP,
          PodKeys.KUBERNETES_KERBEROS_DT_SECRET_NAME);

  final RoleKeys keys;
  final SparkSettings settings;
  final SparkRuntime runtime;
  final String appId;
  final String appName;
  final String sparkVersion;
  final String sparkUser;
  final String namespace;
  final Optional<String> image;
  final String imagePullPolicy;
  final List<String> imagePullSecrets;
  final SortedMap<String, String> labels;
  final SortedMap<String, String> annotations;
  final SortedMap<String, String> environment;
  final SortedMap<String, String> nodeSelector;
  final Optional<String> schedulerName;
  final SortedMap<String, String> secretNamesToMountPaths;
  final SortedMap<String, SecretKeyReference> secretEnvironment;
  final List<VolumeSpec> volumes;
  final boolean isDecommissioningEnabled;

  /**
   * Reads the settings.
   *
   * @param reservedLabels the labels that only Spark itself may set
   */
  RoleSettings(
      RoleKeys keys,
      SparkSettings settings,
      SparkRuntime runtime,
      String appId,
      Set<String> reservedLabels) {
    this.keys = keys;
    this.settings = settings;
    this.runtime = runtime;
    this.appId = appId;
    this.appName = settings.raw(SparkKeys.APP_NAME.key()).orElse("spark");
    this.sparkVersion = runtime.sparkVersion();
    this.sparkUser = runtime.currentUser();
    this.namespace =
        NameRules.requireNamespace(
            ClusterKeys.KUBERNETES_NAMESPACE.key(), settings.get(ClusterKeys.KUBERNETES_NAMESPACE));
    this.image =
        settings.get(keys.image()).map(i -> Placeholders.withSparkVersion(i, sparkVersion));
    image.ifPresent(this::checkImage);
    this.imagePullPolicy = settings.get(PodKeys.CONTAINER_IMAGE_PULL_POLICY);
    this.imagePullSecrets = settings.get(PodKeys.IMAGE_PULL_SECRETS);
    imagePullSecrets.forEach(name -> NameRules.requireName(PodKeys.IMAGE_PULL_SECRETS.key(), name));
    this.labels = readLabels(reservedLabels);
    this.annotations = readAnnotations();
    this.environment = readEnvironment();
    this.nodeSelector = readNodeSelector();
    this.schedulerName =
        settings
            .get(keys.schedulerName())
            .or(() -> settings.get(PodKeys.KUBERNETES_SCHEDULER_NAME));
    this.volumes = VolumeParser.parse(settings, keys.volumes());
    this.secretNamesToMountPaths = readSecretMounts();
    this.secretEnvironment = readSecretEnvironment();
    this.isDecommissioningEnabled = settings.get(SparkKeys.DECOMMISSION_ENABLED);
    checkNames();
  }

  private void checkNames() {
    settings
        .get(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL)
        .ifPresent(
            label ->
                NameRules.requireLabelKey(
                    ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL.key(), label));
    settings
        .get(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE)
        .ifPresent(
            value ->
                NameRules.requireLabelValue(
                    ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE.key(), value));
    for (ConfigEntry<Optional<String>> entry : NAMES) {
      settings.get(entry).ifPresent(name -> NameRules.requireName(entry.key(), name));
    }
    ConfigEntry<Optional<String>> item = PodKeys.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY;
    settings.get(item).ifPresent(key -> NameRules.requireDataKey(item.key(), key));
  }

  /** An image that is nothing but blanks counts as not set. */
  private void checkImage(String name) {
    if (!name.isBlank() && name.chars().anyMatch(Character::isWhitespace)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          settings.contains(keys.image()) ? keys.image().key() : PodKeys.CONTAINER_IMAGE.key(),
          name,
          "an image reference without whitespace",
          "write it as [<registry>/]<name>[:<tag>]");
    }
  }

  /** Returns the image, which is not required while no step asks for it. */
  String requireImage() {
    return image.filter(name -> !name.isBlank()).orElseThrow(this::missingImage);
  }

  private InvalidConfigurationException missingImage() {
    String key = keys.image().key();
    String common = PodKeys.CONTAINER_IMAGE.key();
    String role = keys.role().label();
    String message;
    if (!settings.contains(keys.image())) {
      message =
          (settings.contains(PodKeys.CONTAINER_IMAGE)
                  ? "%2$s is empty and %1$s is not set"
                  : "%1$s is not set, nor is %2$s")
              + "; set one of them to the Spark image of the %3$s";
    } else {
      message =
          "%1$s is empty; set it to the Spark image of the %3$s"
              + (settings.get(PodKeys.CONTAINER_IMAGE).filter(i -> !i.isBlank()).isPresent()
                  ? ", or remove it to use %2$s"
                  : "");
    }
    return new InvalidConfigurationException(
        PodsmithError.CONF_MISSING, key, message.formatted(key, common, role));
  }

  private SortedMap<String, String> readLabels(Set<String> reservedLabels) {
    SortedMap<String, String> found = new TreeMap<>();
    settings
        .withPrefix(keys.labels())
        .forEach(
            (label, value) -> {
              if (reservedLabels.contains(label)) {
                throw new InvalidConfigurationException(
                    PodsmithError.CONF_NAME,
                    keys.labels() + label,
                    keys.labels()
                        + label
                        + " is set, but the label "
                        + label
                        + " is reserved, because Spark selects its pods by it; choose another"
                        + " label");
              }
              String text = Placeholders.withAppId(value, appId);
              NameRules.requireLabel(
                  keys.labels(), label, Placeholders.withExecutorId(text, likelyExecutorId()));
              found.put(label, text);
            });
    return Collections.unmodifiableSortedMap(found);
  }

  /** Stands for the id where a label is checked before the id is known; a driver has none. */
  private String likelyExecutorId() {
    return keys == RoleKeys.EXECUTOR ? "1" : "";
  }

  private SortedMap<String, String> readAnnotations() {
    SortedMap<String, String> found = new TreeMap<>();
    settings
        .withPrefix(keys.annotations())
        .forEach(
            (annotation, value) -> {
              NameRules.requireAnnotation(keys.annotations(), annotation);
              found.put(annotation, Placeholders.withAppId(value, appId));
            });
    return Collections.unmodifiableSortedMap(found);
  }

  private SortedMap<String, String> readEnvironment() {
    SortedMap<String, String> found = settings.withPrefix(keys.environment());
    if (keys == RoleKeys.EXECUTOR) {
      List<String> dropped =
          found.keySet().stream()
              .filter(name -> !EXECUTOR_VARIABLE.matcher(name).matches())
              .toList();
      if (!dropped.isEmpty()) {
        LOG.warn(
            "Ignored environment variables of executors with invalid names (letters, digits, '-',"
                + " '.' and '_' are allowed, but no digit at the start): {}",
            dropped);
        found.keySet().removeAll(dropped);
      }
    }
    found.keySet().forEach(name -> NameRules.requireEnvironmentName(keys.environment(), name));
    return Collections.unmodifiableSortedMap(found);
  }

  private SortedMap<String, String> readNodeSelector() {
    SortedMap<String, String> found = new TreeMap<>();
    for (String prefix :
        List.of(KeyPrefixes.KUBERNETES_NODE_SELECTOR_PREFIX, keys.nodeSelector())) {
      settings
          .withPrefix(prefix)
          .forEach(
              (label, value) -> {
                NameRules.requireLabel(prefix, label, value);
                found.put(label, value);
              });
    }
    return Collections.unmodifiableSortedMap(found);
  }

  private SortedMap<String, String> readSecretMounts() {
    SortedMap<String, String> found = settings.withPrefix(keys.secrets());
    Map<String, String> takenBy = new HashMap<>();
    volumes.forEach(v -> takenBy.put(v.mountPath(), "volume '" + v.name() + "'"));
    found.forEach(
        (name, path) -> {
          NameRules.requireNameInKey(keys.secrets(), name, "the name of a secret");
          if (!path.startsWith("/") || path.contains(":")) {
            throw InvalidConfigurationException.of(
                PodsmithError.CONF_INVALID,
                keys.secrets() + name,
                path,
                "an absolute path without ':'",
                "set the directory in the container where the Secret is mounted");
          }
          String other = takenBy.put(path, "secret '" + name + "'");
          if (other != null) {
            throw new InvalidConfigurationException(
                PodsmithError.CONF_CONFLICT,
                keys.secrets() + name,
                keys.secrets()
                    + name
                    + " is '"
                    + path
                    + "', but the "
                    + other
                    + " is already mounted there; choose another path");
          }
        });
    return Collections.unmodifiableSortedMap(found);
  }

  private SortedMap<String, SecretKeyReference> readSecretEnvironment() {
    SortedMap<String, SecretKeyReference> found = new TreeMap<>();
    for (Map.Entry<String, String> e : settings.withPrefix(keys.secretEnvironment()).entrySet()) {
      NameRules.requireEnvironmentName(keys.secretEnvironment(), e.getKey());
      found.put(
          e.getKey(), secretKeyReference(keys.secretEnvironment() + e.getKey(), e.getValue()));
    }
    return Collections.unmodifiableSortedMap(found);
  }

  private static SecretKeyReference secretKeyReference(String key, String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw noReference(PodsmithError.CONF_INVALID, key);
    }
    if (!NameRules.isDnsSubdomain(parts[0]) || !NameRules.isDataKey(parts[1])) {
      throw noReference(PodsmithError.CONF_NAME, key);
    }
    return SecretKeyReference.builder().secretName(parts[0]).key(parts[1]).build();
  }

  /** Does not show the value: it may be the secret itself, put there by mistake. */
  private static InvalidConfigurationException noReference(PodsmithError error, String key) {
    return new InvalidConfigurationException(
        error,
        key,
        key
            + " is set (not shown, as it may be a secret) but must be the name of a Secret and a"
            + " key in it, joined by a colon; write it as <secret>:<key>, the name in lower-case"
            + " letters, digits, '-' and '.', the key in letters, digits, '-', '_' and '.'");
  }
}
