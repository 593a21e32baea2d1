// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PodFields;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in what is shown of a submission by {@link Plan#WITHHELD}: values of secret
 * settings and of Secrets wherever they are repeated, environment variables whose names look like
 * secrets, and credentials in URLs.
 *
 * <p>A text of one line is withheld as a whole. Of longer texts, such as a file of properties, only
 * the lines with a secret are.
 */
public final class Withholding {
  private static final List<String> VARIABLES =
      List.of(KeyPrefixes.KUBERNETES_DRIVER_ENV_PREFIX, SparkKeys.EXECUTOR_ENV_PREFIX);

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:(\\S+?)\\}");

  /** Parameters of signed URLs that the pattern of sensitive settings does not match. */
  private static final Pattern SIGNED =
      Pattern.compile("[?&](?i:sig|signature|x-(?:amz|goog)-(?:signature|credential))=");

  private static final Pattern MERGE_KEY = Pattern.compile("\\[(\\w+)=([^\\]]*)\\]");

  private static final String STRING_DATA = "stringData";

  private final SensitiveSettings rules;
  private final SecretTexts secrets;

  Withholding(SensitiveSettings rules, SecretTexts secrets) {
    this.rules = rules;
    this.secrets = secrets;
  }

  /**
   * Collects the secrets of a submission.
   *
   * @param spec what was built, with the Secrets that steps create
   * @param settings those that it was built from
   * @param declared the keys that steps declare as secrets
   */
  public static Withholding of(DriverSpec spec, SparkSettings settings, Set<String> declared) {
    Withholding withholding = of(settings, declared);
    spec.systemProperties().forEach((key, value) -> withholding.addSetting(settings, key, value));
    withholding.addSecrets(spec.preResources());
    withholding.addSecrets(spec.resources());
    withholding.addVariables(spec.pod());
    spec.firstExecutor()
        .ifPresent(
            executor -> {
              withholding.addVariables(executor.pod());
              withholding.addSecrets(executor.preResources());
              withholding.addSecrets(executor.resources());
            });
    return withholding;
  }

  /** Collects the secrets of settings that were read from a cluster. */
  public static Withholding of(SparkSettings settings) {
    return of(settings, Set.of());
  }

  private static Withholding of(SparkSettings settings, Set<String> declared) {
    Withholding withholding =
        new Withholding(
            SensitiveSettings.of(settings, declared),
            new SecretTexts(
                settings.asMap().keySet(),
                List.of(
                    settings.get(ClusterKeys.KUBERNETES_NAMESPACE),
                    settings.raw(SparkKeys.APP_NAME.key()).orElse(""))));
    settings.asMap().forEach((key, value) -> withholding.addSetting(settings, key, value));
    return withholding;
  }

  private void addSetting(SparkSettings settings, String key, String value) {
    if (isSecretSetting(key, value)) {
      secrets.add(value);
      settings.find(key).ifPresent(secrets::add);
      addAssigned(value);
    }
    Matcher reference = REFERENCE.matcher(value);
    while (reference.find()) {
      String name = reference.group(1);
      settings.environmentVariable(name).ifPresent(text -> addVariable(name, text));
    }
  }

  /** Adds the part behind the sign of a text such as {@code -Dstore.password=...}. */
  private void addAssigned(String text) {
    for (String word : text.split("\\s+")) {
      int sign = word.indexOf('=');
      if (sign > 0 && rules.isSensitiveVariable("", word)) {
        secrets.add(word.substring(sign + 1));
      }
    }
  }

  private boolean isSecretSetting(String key, String value) {
    return rules.isSensitive(key, value)
        || VARIABLES.stream()
            .filter(key::startsWith)
            .anyMatch(prefix -> rules.isSensitiveVariable(key.substring(prefix.length()), value));
  }

  /** Adds a text that must not be shown. */
  void add(String secret) {
    secrets.add(secret);
  }

  /** Adds an environment variable of this process, if it looks like a secret. */
  void addVariable(String name, String value) {
    if (rules.isSensitiveVariable(name, value)) {
      secrets.add(value);
    }
  }

  /** Adds environment variables of a pod, which may repeat those of a template in a ConfigMap. */
  private void addVariables(Pod pod) {
    Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getValue() != null)
        .forEach(variable -> addVariable(variable.getName(), variable.getValue()));
  }

  private void addSecrets(Collection<HasMetadata> objects) {
    objects.stream()
        .filter(object -> "Secret".equals(object.getKind()))
        .forEach(object -> secrets.addSecret(PodFields.tree(object)));
  }

  /** Returns the text of a setting, or what stands for it. */
  public String setting(String key, String value) {
    return isSecretSetting(key, value) ? Plan.WITHHELD : text(value);
  }

  /** Returns the text of an environment variable, or what stands for it. */
  public String variable(String name, String value) {
    return rules.isSensitiveVariable(name, value) ? Plan.WITHHELD : text(value);
  }

  /** Returns an object without secrets. */
  public Map<String, Object> object(Map<String, Object> object) {
    boolean isSecret = "Secret".equals(object.get("kind"));
    Map<String, Object> shown = new LinkedHashMap<>();
    object.forEach(
        (key, value) ->
            shown.put(
                key,
                isSecret && (key.equals("data") || key.equals(STRING_DATA))
                    ? allOf(value)
                    : value(value)));
    return shown;
  }

  /**
   * Returns an object without secrets that {@code kubectl apply} accepts: what stands for the
   * values of a Secret is in {@code stringData}, as it is not Base64.
   */
  public Map<String, Object> objectForKubectl(Map<String, Object> object) {
    Map<String, Object> shown = object(object);
    if ("Secret".equals(shown.get("kind"))) {
      Map<String, Object> all = new LinkedHashMap<>(allOf(shown.remove("data")));
      all.putAll(allOf(shown.remove(STRING_DATA)));
      shown.put(STRING_DATA, all);
    }
    return shown;
  }

  /** Returns the value of a field without secrets. */
  Object value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach(
          (key, child) -> {
            if (child != null) {
              shown.put(
                  String.valueOf(key), isVariable(map, key, child) ? Plan.WITHHELD : value(child));
            }
          });
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(each -> each instanceof String text ? argument(text) : value(each))
          .toList();
    }
    if (value instanceof String text) {
      return text(text);
    }
    return value == null ? "" : value;
  }

  private boolean isVariable(Map<?, ?> owner, Object key, @Nullable Object value) {
    return "value".equals(key)
        && value instanceof String text
        && owner.get("name") instanceof String name
        && rules.isSensitiveVariable(name, text);
  }

  private static Map<String, Object> allOf(@Nullable Object data) {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (data instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> shown.put(String.valueOf(key), Plan.WITHHELD));
    }
    return shown;
  }

  /** Returns the path of a field, which holds the merge keys of elements, without secrets. */
  String path(String path) {
    return MERGE_KEY
        .matcher(path)
        .replaceAll(
            key ->
                Matcher.quoteReplacement(
                    text(key.group(2)).equals(key.group(2))
                        ? key.group()
                        : "[%s=%s]".formatted(key.group(1), Plan.WITHHELD)));
  }

  /** Returns a text without secrets. */
  public String text(String text) {
    if (!text.contains("\n")) {
      return repeatsSecret(text) ? Plan.WITHHELD : text;
    }
    return secrets.isSecret(text) || secrets.holdsLinesOf(text)
        ? Plan.WITHHELD
        : new ShownLines(this).of(text);
  }

  /** Returns an argument of a command, which may assign a secret, or a sentence. */
  String argument(String text) {
    return rules.isSensitiveVariable("", text) ? Plan.WITHHELD : text(text);
  }

  /** Returns whether a text is a secret, repeats one, or is a URL with credentials. */
  boolean repeatsSecret(String text) {
    return secrets.isSecret(text)
        || secrets.isWithin(text)
        || ShownUri.hasUserInfo(text)
        || SIGNED.matcher(text).find();
  }

  /** Returns whether a line of a file sets a secret. */
  boolean isSecretLine(String key, String value) {
    return isSecretSetting(key, value) || repeatsSecret(value);
  }
}
