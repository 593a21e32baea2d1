// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.podsmith.core.conf.EnvReferences;
import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secrets of a submission, each in the forms in which objects may repeat it: as it is, in
 * Base64, and escaped for files of properties, JSON and URLs.
 *
 * <p>Within a longer text only a secret of at least four characters is found: a shorter one occurs
 * by chance. So does one that is a part of the name of a setting, such as {@code spark}. A secret
 * that consists of letters only is found as a word, so that {@code secret} is not found in the path
 * of a volume.
 */
final class SecretTexts {
  private static final int LEAST_WITHIN_TEXT = 4;
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
  private static final Pattern WORDS = Pattern.compile("[\\w.-]+");

  private final Set<String> whole = new HashSet<>();

  private final Set<String> within = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private final Set<String> open;
  private final String names;

  /**
   * @param names names of settings
   * @param open what a plan shows anyway, such as the namespace; it is no secret if a secret equals
   *     it
   */
  SecretTexts(Collection<String> names, Collection<String> open) {
    this.names = "%s\n%s".formatted(String.join("\n", names), String.join("\n", open));
    this.open = new HashSet<>(open);
    this.open.add("true");
    this.open.add("false");
  }

  /** Adds a secret. */
  void add(String secret) {
    if (secret.isBlank() || open.contains(secret) || secret.equals(Plan.WITHHELD)) {
      return;
    }
    addForm(secret);
    addForm(secret.strip());
    addForm(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    addForm(asProperty(secret));
    addForm(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
    addForm(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    addForm(EnvReferences.unescaped(secret));
  }

  private void addForm(String form) {
    whole.add(form);
    if (form.length() >= LEAST_WITHIN_TEXT && !names.contains(form)) {
      (WORD.matcher(form).matches() ? words : within).add(form);
    }
  }

  /** Adds what a Secret holds. */
  void addSecret(Map<String, Object> object) {
    if (object.get("stringData") instanceof Map<?, ?> texts) {
      texts.values().forEach(text -> add(String.valueOf(text)));
    }
    if (object.get("data") instanceof Map<?, ?> data) {
      data.values().forEach(value -> addEncoded(String.valueOf(value)));
    }
  }

  private void addEncoded(String value) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // not Base64: the API server will reject it
      add(value);
      return;
    }
    add(text);
    if (!open.contains(text) && !text.isBlank()) {
      // bytes that are no text have no other form
      addForm(value);
    }
  }

  boolean isSecret(String text) {
    return whole.contains(text);
  }

  boolean isWithin(String text) {
    return within.stream().anyMatch(text::contains)
        || (!words.isEmpty()
            && WORDS.matcher(text).results().anyMatch(word -> words.contains(word.group())));
  }

  /** Returns whether a secret of several lines is within a text. */
  boolean holdsLinesOf(String text) {
    return within.stream().anyMatch(secret -> secret.contains("\n") && text.contains(secret));
  }

  private static String asProperty(String secret) {
    Properties one = new Properties();
    one.setProperty("k", secret);
    StringWriter written = new StringWriter();
    try {
      one.store(written, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written
        .toString()
        .lines()
        .filter(line -> line.startsWith("k="))
        .findFirst()
        .map(line -> line.substring(2))
        .orElse(secret);
  }
}
