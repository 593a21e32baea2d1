// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.builder.files.SparkConfMaps;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says why a driver needs an object that the submitter may not create, and what to do about it. */
public final class ObjectNeeds {
  private static final int MAX_KEYS = 10;
  private static final String CREDENTIALS = KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + ".";

  private ObjectNeeds() {}

  /**
   * Returns one sentence, or nothing for an object that is neither a Secret nor the Job of an
   * atomic submission.
   *
   * <p>Names settings, never their values.
   */
  public static String words(DriverSpec spec, Target target) {
    String name = target.name().orElse("");
    if (isLease(spec, target)) {
      return """
      The Job is the lease of an atomic submission. Grant the verbs create and delete for jobs.batch%s, \
      or set %s to false\
      """
          .formatted(
              target.namespace().map(" in namespace %s"::formatted).orElse(""),
              PodsmithKeys.ATOMIC_SUBMISSION.key());
    }
    if (!target.kind().equals("Secret")) {
      return "";
    }
    String grant =
        "Grant the verbs create and patch for secrets%s"
            .formatted(target.namespace().map(" in namespace %s"::formatted).orElse(""));
    if (SparkConfMaps.isSecretOfDriver(target.kind(), name)) {
      return """
      The Secret keeps settings that look like secrets out of the driver's ConfigMap: %s. %s, or \
      set %s to false\
      """
          .formatted(list(sensitiveKeys(spec)), grant, PodsmithKeys.PROTECT_DRIVER_SETTINGS.key());
    }
    Set<String> causes = new TreeSet<>(spec.systemProperties().keySet());
    causes.removeIf(key -> !isCarried(key, name));
    return causes.isEmpty()
        ? grant
        : "The Secret contains the content of these settings: %s. %s, or remove the settings"
            .formatted(list(causes), grant);
  }

  private static boolean isLease(DriverSpec spec, Target target) {
    return SubmissionLease.of(spec)
        .filter(job -> job.getKind().equals(target.kind()))
        .filter(job -> Optional.of(job.getMetadata().getName()).equals(target.name()))
        .isPresent();
  }

  /** Returns whether a built-in step carries the content of a setting in a Secret of that name. */
  private static boolean isCarried(String key, String secret) {
    if (secret.endsWith("-kubernetes-credentials")) {
      return key.startsWith(CREDENTIALS)
          && !key.startsWith(KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX)
          && !key.equals(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME.key());
    }
    return secret.endsWith("-kerberos-keytab") && key.equals(SparkKeys.KEYTAB.key());
  }

  private static Set<String> sensitiveKeys(DriverSpec spec) {
    Set<String> keys = new TreeSet<>(spec.systemProperties().keySet());
    spec.resources().stream()
        .filter(ConfigMap.class::isInstance)
        .map(ConfigMap.class::cast)
        .map(
            map -> map.getData() == null ? null : map.getData().get(Constants.SPARK_CONF_FILE_NAME))
        .filter(text -> text != null)
        .forEach(text -> keys.removeAll(properties(text).stringPropertyNames()));
    return keys;
  }

  private static Properties properties(String text) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private static String list(Collection<String> keys) {
    List<String> shown = keys.stream().limit(MAX_KEYS).toList();
    int more = keys.size() - shown.size();
    return shown.stream().collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
