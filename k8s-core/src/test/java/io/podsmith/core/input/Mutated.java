// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Input that differs from valid input in a few places. */
public final class Mutated {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PLACES = 1 << 20;

  private static final List<String> TOKENS =
      List.of(
          "",
          " ",
          "\t",
          "\n",
          "\r",
          "\u0000",
          "\u0085",
          "\ufeff",
          "\ud800",
          "\uffff",
          "{",
          "}",
          "[",
          "]",
          "{{{",
          "[[[[",
          "}}",
          "]]",
          ":",
          ": ",
          "- ",
          "- - - ",
          "? ",
          ",",
          "#",
          "&a ",
          "*a",
          "&a [*a]",
          "<<: *a",
          "!!binary ",
          "!!set ",
          "!!java.net.URL ",
          "!<x> ",
          "---\n",
          "...\n",
          "\n---\n",
          "%YAML 9.9\n",
          "%TAG ! x\n",
          "|\n",
          ">-\n",
          "\"",
          "'",
          "\\",
          "\\x",
          "\\u12",
          "~",
          "null",
          "true",
          "0x",
          "0o9",
          "1e999",
          "-9223372036854775809",
          ".inf",
          ".nan",
          "1_000",
          "12:30:45",
          "2026-02-30",
          "@",
          "`",
          "=",
          "${",
          "${a}",
          "kind: Pod",
          "spec:",
          "metadata: []",
          "apiVersion: v2\n");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "[]",
          "[null]",
          "[[]]",
          "[\"x\"]",
          "[{}]",
          "[0, null, {}]",
          "{}",
          "{\"\": null}",
          "{\"name\": []}",
          "{\"a\": {\"b\": {\"c\": []}}}",
          "{\"metadata\": 1, \"spec\": []}",
          "{\"kind\": {}}");

  private Mutated() {}

  private record Edit(int place, int length, String text) {}

  private static Arbitrary<List<Edit>> edits(Arbitrary<String> texts) {
    return Combinators.combine(
            Arbitraries.integers().between(0, PLACES), Arbitraries.integers().between(0, 12), texts)
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** Texts of which some characters are replaced. */
  public static Arbitrary<String> texts(String... valid) {
    Arbitrary<String> tokens =
        Arbitraries.oneOf(Arbitraries.of(TOKENS), Arbitraries.strings().ofMaxLength(20));
    return Combinators.combine(Arbitraries.of(valid), edits(tokens)).as(Mutated::edited);
  }

  private static String edited(String valid, List<Edit> edits) {
    StringBuilder text = new StringBuilder(valid);
    for (Edit edit : edits) {
      int at = (int) ((long) edit.place() * text.length() / PLACES);
      text.replace(at, Math.min(text.length(), at + edit.length()), edit.text());
    }
    return text.toString();
  }

  /** Texts in JSON of which some values have other types. */
  public static Arbitrary<String> trees(String... valid) {
    return Combinators.combine(Arbitraries.of(valid), edits(Arbitraries.of(VALUES)))
        .as(
            (text, edits) -> {
              JsonNode tree = read(text);
              edits.forEach(edit -> replace(tree, edit));
              return tree.toString();
            });
  }

  private static void replace(JsonNode tree, Edit edit) {
    List<Runnable> replacements = new ArrayList<>();
    collect(tree, read(edit.text()), replacements);
    if (!replacements.isEmpty()) {
      replacements.get((int) ((long) edit.place() * replacements.size() / (PLACES + 1))).run();
    }
  }

  private static void collect(JsonNode node, JsonNode value, List<Runnable> replacements) {
    if (node instanceof ObjectNode object) {
      for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> field = all.next();
        String name = field.getKey();
        replacements.add(() -> object.set(name, value));
        collect(field.getValue(), value, replacements);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        replacements.add(() -> array.set(at, value));
        collect(array.get(i), value, replacements);
      }
    }
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Bytes of which some are replaced, and which may be cut off. */
  public static Arbitrary<byte[]> bytes(byte[] valid) {
    Arbitrary<List<Edit>> edits =
        edits(
            Arbitraries.of(
                "\u0000",
                "\u00ff",
                "\u0001\u0002",
                "PK\u0003\u0004",
                "PK\u0001\u0002",
                "PK\u0005\u0006"));
    return Combinators.combine(
            edits, Arbitraries.integers().between(0, PLACES), Arbitraries.of(true, false, false))
        .as(
            (all, end, isCut) -> {
              byte[] bytes = valid.clone();
              for (Edit edit : all) {
                int at = (int) ((long) edit.place() * bytes.length / (PLACES + 1));
                for (int i = 0; i < edit.text().length() && at + i < bytes.length; i++) {
                  bytes[at + i] = (byte) edit.text().charAt(i);
                }
              }
              return isCut
                  ? Arrays.copyOf(bytes, (int) ((long) end * bytes.length / PLACES))
                  : bytes;
            });
  }
}
