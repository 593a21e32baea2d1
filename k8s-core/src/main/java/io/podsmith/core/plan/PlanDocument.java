// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.input.DocumentLimits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a file: JSON or YAML, with {@code apiVersion: podsmith.io/v1} and {@code kind: Plan}.
 *
 * <p>The file holds a digest of its content, so that {@link #read} rejects one that was edited. The
 * digest ignores what has no meaning: white space, the order of keys, and whether the file is JSON
 * or YAML.
 */
public final class PlanDocument {
  /** The version of the format. */
  public static final String API_VERSION = "podsmith.io/v1";

  /** The kind of the document. */
  public static final String KIND = "Plan";

  /** A plan takes some hundred kilobytes: what is larger is something else. */
  static final int MAX_CHARS = 32 * 1024 * 1024;

  private static final String DIGEST = "digest";

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PlanDocument() {}

  /** Writes a plan as JSON. */
  public static String toJson(Plan plan) {
    return write(JSON, document(plan)) + "\n";
  }

  /** Writes a plan as YAML. */
  public static String toYaml(Plan plan) {
    return YamlText.document(document(plan));
  }

  /** Returns the digest of a plan, for example {@code sha256:9f86d0…}. */
  public static String digest(Plan plan) {
    return digest(PlanTrees.of(plan));
  }

  /**
   * Reads a plan.
   *
   * @param text JSON or YAML
   * @param file where it is from, for errors
   * @throws InvalidConfigurationException if it is no plan, of another version of the format, too
   *     large, or was edited or truncated
   */
  public static Plan read(String text, String file) {
    if (text.length() > MAX_CHARS) {
      throw invalid(
          file,
          "it has %,d characters, but a plan has at most %,d".formatted(text.length(), MAX_CHARS),
          "Pass a file that podsmith plan wrote",
          null);
    }
    Map<String, Object> document = parse(text, file);
    requireFormat(document, file);
    Object written = document.remove(DIGEST);
    document.remove("apiVersion");
    document.remove("kind");
    if (!digest(document).equals(written)) {
      throw invalid(
          file,
          "its digest does not match its content, so that it was edited or truncated",
          "Change the settings and plan again",
          null);
    }
    try {
      return PlanTrees.plan(document);
    } catch (IllegalArgumentException e) {
      throw invalid(
          file, String.valueOf(e.getMessage()), "Plan again with this version of Podsmith", e);
    }
  }

  private static Map<String, Object> parse(String text, String file) {
    DocumentLimits.exceeded(text)
        .ifPresent(
            what -> {
              throw invalid(
                  file, "it %s".formatted(what), "Pass a file that podsmith plan wrote", null);
            });
    Object tree;
    try {
      tree = Serialization.unmarshal(text, Object.class);
    } catch (RuntimeException e) {
      throw invalid(
          file,
          "it is neither JSON nor YAML, or it was truncated",
          "Pass a file that podsmith plan wrote",
          e);
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw invalid(file, "it is not a plan", "Pass a file that podsmith plan wrote", null);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    map.forEach((key, value) -> document.put(String.valueOf(key), value));
    return document;
  }

  private static void requireFormat(Map<String, Object> document, String file) {
    Object version = document.get("apiVersion");
    Object kind = document.get("kind");
    if (!KIND.equals(kind) || !String.valueOf(version).startsWith("podsmith.io/")) {
      throw invalid(
          file,
          "it is not a plan: apiVersion and kind are not %s and %s".formatted(API_VERSION, KIND),
          "Pass a file that podsmith plan wrote",
          null);
    }
    if (!API_VERSION.equals(version)) {
      throw invalid(
          file,
          "its format is %s, but this version of Podsmith reads %s".formatted(version, API_VERSION),
          "Plan again with this version of Podsmith",
          null);
    }
  }

  private static Map<String, Object> document(Plan plan) {
    Map<String, Object> tree = PlanTrees.of(plan);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", API_VERSION);
    document.put("kind", KIND);
    document.put(DIGEST, digest(tree));
    document.putAll(tree);
    return document;
  }

  private static String digest(Map<String, Object> tree) {
    byte[] text = write(CANONICAL, tree).getBytes(StandardCharsets.UTF_8);
    return Sha256.named(Sha256.of(text));
  }

  private static String write(ObjectMapper mapper, Map<String, Object> tree) {
    try {
      return mapper.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a plan holds trees of JSON only", e);
    }
  }

  private static InvalidConfigurationException invalid(
      String file, String what, String remedy, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        file,
        "the plan %s cannot be read: %s. %s.".formatted(file, what, remedy),
        cause);
  }
}
