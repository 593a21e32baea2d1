// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.KubernetesKeys;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Which settings the cases give good, edge and bad values to. */
final class Coverage {
  private static final String FIRST_WITH_OTHERS = "4.2.0";

  /** Families of settings: what comes after the prefix is the user's. */
  static final List<String> PREFIXES =
      List.of(
          KeyPrefixes.KUBERNETES_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ENV_PREFIX,
          "spark.executorEnv.",
          "spark.driver.resource.",
          "spark.executor.resource.",
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX + "hostPath.",
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX + "emptyDir.",
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX + "nfs.",
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX + "persistentVolumeClaim.",
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX + "hostPath.",
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX + "emptyDir.",
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX + "nfs.",
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX + "persistentVolumeClaim.",
          "spark.kubernetes.authenticate.oauthToken",
          "spark.kubernetes.authenticate.caCertFile",
          "spark.kubernetes.authenticate.client",
          KeyPrefixes.KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX + ".",
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + ".oauthToken",
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + ".caCertFile",
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + ".client",
          KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX + ".");

  private final List<ConfigEntry<?>> entries = entriesOfSpark411();
  private final Map<String, Integer> good = new TreeMap<>();
  private final Map<String, Integer> edge = new TreeMap<>();
  private final Map<String, Integer> bad = new TreeMap<>();
  private final Properties cannotBeWrong = cannotBeWrong();

  static List<ConfigEntry<?>> entriesOfSpark411() {
    return KubernetesKeys.all().stream()
        .filter(entry -> entry.since().compareTo(FIRST_WITH_OTHERS) < 0)
        .toList();
  }

  private static Properties cannotBeWrong() {
    Properties reasons = new Properties();
    try {
      reasons.load(
          new StringReader(
              Files.readString(ParityCase.FOLDER.resolve("ledger/cannot-be-wrong.properties"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  /** Counts a case in. */
  void add(ParityCase given) {
    if (!given.refused().equals("nobody") && !given.refused().equals("upstream")) {
      count(bad, given.values().getOrDefault("bad", ""));
      return;
    }
    List<String> edges = given.edges();
    for (String key : given.given()) {
      count(edges.stream().anyMatch(key::startsWith) ? edge : good, key);
    }
  }

  private void count(Map<String, Integer> kind, String key) {
    for (ConfigEntry<?> entry : entries) {
      if (entry.key().equals(key) || entry.alternatives().contains(key)) {
        kind.merge(entry.key(), 1, Integer::sum);
      }
    }
    for (String prefix : PREFIXES) {
      if (key.startsWith(prefix)) {
        kind.merge(prefix, 1, Integer::sum);
      }
    }
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(PREFIXES);
    entries.forEach(entry -> all.add(entry.key()));
    return all;
  }

  /** What no case covers. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String key : all()) {
      if (!good.containsKey(key)) {
        missing.add(key + " has no good value");
      }
      if (!edge.containsKey(key)) {
        missing.add(key + " has no edge value");
      }
      if (!bad.containsKey(key) && !cannotBeWrong.containsKey(key)) {
        missing.add(key + " has no bad value");
      }
    }
    return missing;
  }

  /** What is said never to be wrong, but is in some case. */
  List<String> wrongAfterAll() {
    return cannotBeWrong.stringPropertyNames().stream()
        .filter(key -> bad.containsKey(key) || !all().contains(key))
        .toList();
  }

  String summary() {
    return entries.size()
        + " settings and "
        + PREFIXES.size()
        + " prefixes covered (good "
        + good.size()
        + ", edge "
        + edge.size()
        + ", bad "
        + bad.size()
        + ", cannot be wrong "
        + cannotBeWrong.size()
        + ")";
  }
}
