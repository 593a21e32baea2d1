// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Has Spark redact in its event log and on its pages what only Podsmith knows to be a secret. Spark
 * redacts by {@code spark.redaction.regex}, which it applies to keys and to values.
 */
final class RedactedSettings {
  /** What {@link ShownUri#hasUserInfo} finds. */
  private static final String USER_INFO =
      "\\b(https?|ftps?|sftp|ssh|git)://[^/\\s?#]+@|[a-z][a-z0-9+.-]*://[^/\\s?#]*:[^/\\s?#]*@";

  private RedactedSettings() {}

  /**
   * Extends {@code spark.redaction.regex} by the keys and the user info that its default does not
   * match. Changes nothing if the application has neither, or if it has set the expression.
   *
   * @param conf the settings of the application
   * @param declared the keys that steps declare as secrets
   */
  static void extend(SparkConf conf, Set<String> declared) {
    String key = SparkKeys.REDACTION_REGEX.key();
    if (conf.contains(key)) {
      return;
    }
    String byDefault = SparkKeys.REDACTION_REGEX.defaultText().orElseThrow();
    Predicate<String> isRedacted = Pattern.compile(byDefault).asPredicate();
    Map<String, String> settings = ScalaInterop.map(conf.getAll());
    List<String> alternatives = new ArrayList<>();
    declared.stream()
        .filter(secret -> settings.containsKey(secret) && !isRedacted.test(secret))
        .sorted()
        .forEach(secret -> alternatives.add("^%s$".formatted(Pattern.quote(secret))));
    if (settings.values().stream().anyMatch(ShownUri::hasUserInfo)) {
      alternatives.add(USER_INFO);
    }
    if (!alternatives.isEmpty()) {
      conf.set(key, "%s|%s".formatted(byDefault, String.join("|", alternatives)));
    }
  }
}
