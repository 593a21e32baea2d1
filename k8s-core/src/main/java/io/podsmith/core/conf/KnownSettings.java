// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The settings that something reads, and those that a user may have meant by another name. */
final class KnownSettings {
  private static final String SPARK = "spark.";
  private static final List<String> OWN = List.of("spark.kubernetes.", "spark.podsmith.");

  /** Begin settings that end in a name of the user's choice. */
  private static final List<String> FAMILIES =
      List.of(
          KeyPrefixes.KUBERNETES_DRIVER_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ENV_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX,
          KeyPrefixes.KUBERNETES_NODE_SELECTOR_PREFIX,
          PodsmithKeys.STEPS_CARRIED_PREFIX);

  /** Settings that Spark itself reads, in this or another version, and no entry here describes. */
  private static final List<String> OF_SPARK =
      List.of(
          "spark.kubernetes.jars.avoidDownloadSchemes",
          "spark.kubernetes.setSubmitTimeInDriver",
          Constants.HADOOP_CONFIG_MAP_NAME,
          Constants.KRB5_CONFIG_MAP_NAME,
          Constants.KERBEROS_DT_SECRET_NAME,
          Constants.KERBEROS_DT_SECRET_KEY);

  /** Settings outside of the prefixes here that users look for within them. */
  private static final List<String> ELSEWHERE =
      List.of(
          SparkKeys.EXECUTOR_ENV_PREFIX,
          "spark.driver.extraClassPath",
          "spark.driver.extraJavaOptions",
          "spark.driver.extraLibraryPath",
          "spark.driver.maxResultSize",
          "spark.executor.cores",
          "spark.executor.extraJavaOptions",
          "spark.executor.extraLibraryPath",
          "spark.executor.heartbeatInterval",
          "spark.executor.instances",
          "spark.executor.maxNumFailures",
          "spark.executor.memory",
          "spark.executor.memoryOverhead",
          "spark.dynamicAllocation.enabled",
          "spark.dynamicAllocation.maxExecutors",
          "spark.dynamicAllocation.minExecutors",
          "spark.dynamicAllocation.shuffleTracking.enabled");

  /** How many letters may differ in a setting that has a prefix of a plugin. */
  private static final int MOST_LETTERS = 2;

  private final Set<String> keys = new TreeSet<>();
  private final Set<String> others = new TreeSet<>(ELSEWHERE);

  /**
   * Knows the settings of Spark and Podsmith, and those that steps declare.
   *
   * @param declared the entries of all steps, whether they run or not
   */
  KnownSettings(Collection<ConfigEntry<?>> declared) {
    Stream.of(KubernetesKeys.all(), PodsmithKeys.all(), declared)
        .flatMap(Collection::stream)
        .forEach(
            entry -> {
              keys.add(entry.key());
              keys.addAll(entry.alternatives());
            });
    keys.addAll(OF_SPARK);
    keys.addAll(credentials());
    SparkKeys.all().forEach(entry -> others.add(entry.key()));
  }

  private static List<String> credentials() {
    return Stream.of(
            KeyPrefixes.KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX,
            KeyPrefixes.KUBERNETES_AUTH_CLIENT_MODE_PREFIX,
            KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX,
            KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX)
        .flatMap(
            prefix ->
                Stream.of(
                        KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX,
                        KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX,
                        KeyPrefixes.CLIENT_KEY_FILE_CONF_SUFFIX,
                        KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX,
                        KeyPrefixes.CA_CERT_FILE_CONF_SUFFIX)
                    .map(suffix -> prefix + "." + suffix))
        .toList();
  }

  /** Returns whether something reads a setting. */
  boolean contains(String key) {
    return keys.contains(key) || FAMILIES.stream().anyMatch(key::startsWith);
  }

  /** Returns the setting that comes closest to one that does not exist, if any is close. */
  Optional<String> nearest(String unknown) {
    return Stream.concat(
            Stream.concat(keys.stream(), others.stream())
                .filter(key -> !key.endsWith("."))
                .map(key -> new Guess(key, distance(unknown, key), length(unknown))),
            Stream.concat(FAMILIES.stream(), others.stream().filter(key -> key.endsWith(".")))
                .flatMap(family -> within(family, unknown).stream()))
        .filter(Guess::isClose)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::key))
        .map(Guess::key);
  }

  /**
   * Returns the setting of a plugin that a setting outside of Spark's own prefixes resembles, if it
   * is not that setting. Spark and other libraries have settings of their own there, so that only
   * one that differs by a letter or two from what a step declares is suspicious.
   */
  Optional<String> misspelled(String key) {
    String prefix = firstParts(key);
    if (contains(key) || others.stream().anyMatch(other -> other.startsWith(prefix))) {
      return Optional.empty();
    }
    return keys.stream()
        .filter(declared -> OWN.stream().noneMatch(declared::startsWith))
        .filter(declared -> declared.startsWith(prefix))
        .filter(declared -> Spelling.distance(lower(key), lower(declared)) <= MOST_LETTERS)
        .min(Comparator.comparingInt(declared -> Spelling.distance(key, declared)));
  }

  /** Returns the beginning that the settings of a plugin share, such as {@code spark.acme.}. */
  private static String firstParts(String key) {
    int end = key.indexOf('.', key.startsWith(SPARK) ? SPARK.length() : 0);
    return key.substring(0, end + 1);
  }

  /** A setting that may have been meant, and how far what was given is from it. */
  private record Guess(String key, int distance, int length) {
    boolean isClose() {
      return distance <= Math.max(2, length / 3);
    }
  }

  /** Compares as many parts of a key as a family has, and takes the rest for the user's name. */
  private static Optional<Guess> within(String family, String unknown) {
    List<String> parts = Arrays.asList(bare(unknown).split("\\."));
    int count = bare(family).split("\\.").length;
    if (parts.size() <= count) {
      return Optional.empty();
    }
    String beginning = String.join(".", parts.subList(0, count)) + ".";
    String rest = unknown.substring(unknown.length() - bare(unknown).length() + beginning.length());
    return Optional.of(
        new Guess(
            family + rest,
            Spelling.distance(lower(beginning), lower(bare(family))),
            beginning.length()));
  }

  private static int distance(String unknown, String key) {
    return Spelling.distance(lower(bare(unknown)), lower(bare(key)));
  }

  private static int length(String key) {
    return bare(key).length();
  }

  /** Leaves out the beginning, which many settings share. */
  private static String bare(String key) {
    return OWN.stream()
        .filter(key::startsWith)
        .findFirst()
        .map(prefix -> key.substring(prefix.length()))
        .orElseGet(() -> key.startsWith(SPARK) ? key.substring(SPARK.length()) : key);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
