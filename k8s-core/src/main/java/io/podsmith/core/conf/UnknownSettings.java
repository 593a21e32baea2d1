// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds settings of {@code spark.kubernetes.*} and {@code spark.podsmith.*} that nothing reads, and
 * settings of plugins that are misspelled.
 *
 * <p>Spark ignores what it does not know, so a typo shows only by what is missing in the pods.
 */
public final class UnknownSettings {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownSettings.class);
  private static final String KUBERNETES = "spark.kubernetes.";
  private static final String PODSMITH = "spark.podsmith.";

  /**
   * Settings of older versions of Spark, without {@code spark.kubernetes.}, and what became of
   * them. Spark kept some for years after they had lost their effect: what counts is since when
   * nothing reads them.
   */
  private static final Map<Pattern, String> REMOVED =
      Map.of(
          Pattern.compile("(mountDependencies|initContainer)\\..*"),
          "has no effect since Spark 2.4; set spark.kubernetes.file.upload.path",
          Pattern.compile("executor\\.lostCheck\\.maxAttempts"),
          "has no effect since Spark 2.4; nothing replaces it",
          Pattern.compile("(python|r)\\.(appArgs|mainAppResource|pyFiles)"),
          "has no effect since Spark 3.0; name the file and its arguments in spark-submit",
          Pattern.compile("pyspark\\.pythonVersion"),
          "has no effect since Spark 3.1; set spark.pyspark.python");

  /** Fields of a pod for which there is no setting. */
  private static final Set<String> OF_TEMPLATES =
      Set.of(
          "affinity",
          "dnsconfig",
          "dnspolicy",
          "hostaliases",
          "hostnetwork",
          "initcontainers",
          "livenessprobe",
          "priorityclassname",
          "readinessprobe",
          "runtimeclassname",
          "securitycontext",
          "sidecars",
          "terminationgraceperiodseconds",
          "tolerations",
          "topologyspreadconstraints");

  private UnknownSettings() {}

  /**
   * Logs one warning that lists the settings that do not exist, each with the nearest that does,
   * and one that lists those that resemble a setting of a plugin.
   *
   * @param declared the entries of all steps, whether they run or not
   * @param isComplete whether {@code declared} has the steps of the driver's image, too
   * @throws InvalidConfigurationException where a setting of {@code spark.podsmith.*} looks like a
   *     misspelled one
   */
  public static void check(
      SparkSettings settings, Collection<ConfigEntry<?>> declared, boolean isComplete) {
    KnownSettings known = new KnownSettings(declared);
    List<String> harmless = new ArrayList<>();
    List<String> typos = new ArrayList<>();
    List<String> undeclared = new ArrayList<>();
    for (String key : settings.asMap().keySet()) {
      boolean isOurs = key.startsWith(PODSMITH);
      if ((isOurs || key.startsWith(KUBERNETES)) && !known.contains(key)) {
        Optional<String> nearest = known.nearest(key);
        (isOurs && isComplete && nearest.isPresent() ? typos : harmless)
            .add(key + words(key, nearest));
      } else {
        known
            .misspelled(key)
            .ifPresent(meant -> undeclared.add("%s (did you mean %s?)".formatted(key, meant)));
      }
    }
    if (!typos.isEmpty()) {
      String first = typos.get(0);
      throw new InvalidConfigurationException(
          PodsmithError.CONF_UNKNOWN,
          first.substring(0, first.indexOf(' ')),
          "%s: no such setting exists; rename or remove it".formatted(String.join(", ", typos)));
    }
    if (!harmless.isEmpty()) {
      LOG.warn("These settings do not exist and have no effect: {}", String.join(", ", harmless));
    }
    if (!undeclared.isEmpty()) {
      LOG.warn("No step declares these settings: {}", String.join(", ", undeclared));
    }
  }

  private static String words(String key, Optional<String> nearest) {
    String rest = key.substring(key.startsWith(PODSMITH) ? PODSMITH.length() : KUBERNETES.length());
    return whatBecameOf(key)
        .map(" (%s)"::formatted)
        .or(() -> nearest.map(" (did you mean %s?)"::formatted))
        .or(() -> ofTemplate(rest))
        .orElse("");
  }

  /** Returns what became of a setting of an older version of Spark. */
  static Optional<String> whatBecameOf(String key) {
    if (!key.startsWith(KUBERNETES)) {
      return Optional.empty();
    }
    String rest = key.substring(KUBERNETES.length());
    return REMOVED.entrySet().stream()
        .filter(removed -> removed.getKey().matcher(rest).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<String> ofTemplate(String rest) {
    for (String part : rest.toLowerCase(Locale.ROOT).split("\\.")) {
      if (OF_TEMPLATES.contains(part) || OF_TEMPLATES.contains(part + "s")) {
        return Optional.of(
            " (set it in a pod template, spark.kubernetes.%s.podTemplateFile)"
                .formatted(rest.startsWith("driver.") ? "driver" : "executor"));
      }
    }
    return Optional.empty();
  }
}
