// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets by {@link Plan#WITHHELD}: values of secret settings and of Secrets wherever they
 * are repeated, also within a text or in Base64; environment variables whose names look like
 * secrets; passwords in URLs.
 */
final class Withholding {
  /** A shorter secret is withheld as a whole value only: within a text it is found by chance. */
  private static final int LEAST_WITHIN_TEXT = 4;

  private static final Pattern IN_URL = Pattern.compile("://[^/\\s@]*:[^/\\s@]*@|[?&](sig|token)=");

  private final SensitiveSettings sensitive;
  private final Set<String> secrets = new HashSet<>();

  Withholding(SensitiveSettings sensitive) {
    this.sensitive = sensitive;
  }

  /** Adds a text that must not be shown, in the forms in which it may be repeated. */
  void add(@Nullable String secret) {
    if (secret == null || secret.isBlank()) {
      return;
    }
    secrets.add(secret);
    secrets.add(secret.strip());
    secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    secrets.add(secret.replaceAll("([\\\\:=#!])", "\\\\$1"));
  }

  /** Adds what a Secret holds. */
  void addSecret(Map<?, ?> object) {
    if (!isSecret(object)) {
      return;
    }
    if (object.get("stringData") instanceof Map<?, ?> texts) {
      texts.values().forEach(text -> add(String.valueOf(text)));
    }
    if (object.get("data") instanceof Map<?, ?> data) {
      data.values().forEach(value -> addEncoded(String.valueOf(value)));
    }
  }

  private void addEncoded(String value) {
    add(value);
    try {
      add(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // not Base64: the API server will reject it
    }
  }

  boolean isSetting(String key, String value) {
    return sensitive.isSensitive(key, value) || holdsSecret(value);
  }

  /** Returns the text of a setting, or what stands for it. */
  String setting(String key, String value) {
    return isSetting(key, value) ? Plan.WITHHELD : value;
  }

  /** Returns an object without secrets. */
  @SuppressWarnings("unchecked")
  Map<String, Object> object(Map<String, Object> object) {
    return (Map<String, Object>) tree(object, isSecret(object));
  }

  Object value(Object value) {
    return tree(value, false);
  }

  private Object tree(@Nullable Object value, boolean isSecret) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach(
          (key, child) -> {
            boolean isData = isSecret && (key.equals("data") || key.equals("stringData"));
            boolean isVariable =
                key.equals("value")
                    && child instanceof String text
                    && map.get("name") instanceof String name
                    && sensitive.isSensitiveVariable(name, text);
            shown.put(
                key.toString(),
                isData ? allOf(child) : isVariable ? Plan.WITHHELD : tree(child, false));
          });
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> tree(each, false)).toList();
    }
    if (value instanceof String text) {
      return holdsSecret(text) ? Plan.WITHHELD : text;
    }
    return value == null ? "" : value;
  }

  private static Object allOf(@Nullable Object data) {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (data instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> shown.put(key.toString(), Plan.WITHHELD));
    }
    return shown;
  }

  boolean holdsSecret(String text) {
    return secrets.contains(text)
        || IN_URL.matcher(text).find()
        || sensitive.isSensitiveVariable("", text)
        || secrets.stream()
            .anyMatch(secret -> secret.length() >= LEAST_WITHIN_TEXT && text.contains(secret));
  }

  private static boolean isSecret(Map<?, ?> object) {
    return "Secret".equals(object.get("kind"));
  }
}
