// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which settings look like secrets, by {@code spark.redaction.regex} as Spark's own pages
 * and logs do.
 *
 * <p>Two things differ from a plain match. Settings that are known to name something, such as a
 * Secret to be mounted or a file with a token, are no secrets although their keys match. And a
 * value counts only where it goes on behind what matched, as in {@code -Dstore.password=…}: the
 * name of a class such as {@code TokenProvider} is no secret, nor is an image such as {@code
 * repo/token-service:1.2}.
 *
 * <p>A value with a URL that has user info, such as {@code https://user:…@host/lib.jar}, is a
 * secret whatever its key.
 */
public final class SensitiveSettings {
  // what Spark's credentials step leaves behind for a token that it took away
  private static final String TAKEN_AWAY = "<present_but_redacted>";

  private static final Pattern GOES_ON = Pattern.compile("[\\w.-]*[\"']?\\s*([=:\\s])\\s*\\S");

  private static final String AUTHENTICATE_PREFIX =
      KeyPrefixes.KUBERNETES_AUTH_CLIENT_MODE_PREFIX + ".";

  /** Begin settings that the pod shows anyway, or that name objects. */
  private static final List<String> NAMING_PREFIXES =
      List.of(
          PodsmithKeys.STEPS_CARRIED_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX,
          KeyPrefixes.KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_LABEL_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRETS_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX,
          KeyPrefixes.KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX,
          KeyPrefixes.KUBERNETES_NODE_SELECTOR_PREFIX);

  /** Settings without an entry here that name an object or a file, or say how to redact. */
  private static final List<String> NAMING =
      List.of(
          SparkKeys.APP_NAME.key(),
          Constants.KERBEROS_DT_SECRET_NAME,
          Constants.KERBEROS_DT_SECRET_KEY,
          "spark.authenticate.secret.file",
          "spark.authenticate.secret.driver.file",
          "spark.authenticate.secret.executor.file",
          "spark.redaction.string.regex",
          "spark.sql.redaction.options.regex",
          "spark.sql.redaction.string.regex");

  private static final Map<String, ConfigEntry<?>> KNOWN = known();

  private final Pattern pattern;
  private final Set<String> declared;

  private SensitiveSettings(Pattern pattern, Set<String> declared) {
    this.pattern = pattern;
    this.declared = declared;
  }

  /**
   * Reads what secrets look like.
   *
   * @param declared keys that are known to be secrets, whatever they look like
   * @throws io.podsmith.api.error.InvalidConfigurationException where {@code spark.redaction.regex}
   *     is no regular expression
   */
  public static SensitiveSettings of(SparkSettings settings, Set<String> declared) {
    return new SensitiveSettings(
        Pattern.compile(settings.get(SparkKeys.REDACTION_REGEX)), Set.copyOf(declared));
  }

  /** Returns whether a setting looks like a secret. */
  public boolean isSensitive(String key, String value) {
    if (value.isEmpty() || value.equals(TAKEN_AWAY)) {
      return false;
    }
    if (declared.contains(key) || ShownUri.hasUserInfo(value)) {
      return true;
    }
    if (isNaming(key) || PlainReferences.isImage(key, value)) {
      return false;
    }
    ConfigEntry<?> entry = KNOWN.get(key);
    if (entry == null) {
      return isSensitiveVariable(key, value);
    }
    return entry.isSecret() || matchesWithin(value);
  }

  /** Returns whether a variable of the environment looks like a secret. */
  public boolean isSensitiveVariable(String name, String value) {
    return !value.isEmpty()
        && !PlainReferences.isImage(name, value)
        && (pattern.matcher(name).find() || ShownUri.hasUserInfo(value) || matchesWithin(value));
  }

  private boolean matchesWithin(String value) {
    Matcher matcher = pattern.matcher(value);
    Matcher rest = GOES_ON.matcher(value);
    while (matcher.find()) {
      if (rest.region(matcher.end(), value.length()).lookingAt()
          && !(rest.group(1).equals(":")
              && PlainReferences.contain(value, matcher.start(), matcher.end()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNaming(String key) {
    return NAMING.contains(key)
        || NAMING_PREFIXES.stream().anyMatch(key::startsWith)
        || (key.startsWith(AUTHENTICATE_PREFIX) && key.endsWith("File"));
  }

  private static Map<String, ConfigEntry<?>> known() {
    Map<String, ConfigEntry<?>> entries = new HashMap<>();
    Stream.of(KubernetesKeys.all(), SparkKeys.all(), PodsmithKeys.all())
        .flatMap(List::stream)
        .forEach(
            entry -> {
              entries.put(entry.key(), entry);
              entry.alternatives().forEach(older -> entries.put(older, entry));
            });
    return Map.copyOf(entries);
  }
}
