// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Resources and the types of their fields, read from the {@code .schema} files beside this class.
 */
public final class Schema {
  /** What a value looks like. */
  public enum Shape {
    OBJECT,
    LIST,
    MAP,
    STRING,
    BYTES,
    TIME,
    INTEGER,
    NUMBER,
    BOOLEAN,
    QUANTITY,
    INT_OR_STRING,
    ANY
  }

  /** How a list is merged by server-side apply. */
  public enum ListKind {
    ATOMIC,
    SET,
    MAP
  }

  /**
   * The type of a value.
   *
   * @param shape what it looks like
   * @param name the type's name, for {@link Shape#OBJECT} that of the {@link ObjectType}
   * @param elements for lists and maps the one type of the elements; otherwise empty
   */
  public record Type(Shape shape, String name, List<Type> elements) {
    public Type element() {
      return elements.get(0);
    }
  }

  /**
   * A field of an object.
   *
   * @param name its name
   * @param type its type
   * @param isRequired whether it must be there
   * @param listKind how server-side apply merges it, if it is a list
   * @param mapKeys the fields by which elements are told apart, for {@link ListKind#MAP}
   * @param isAtomic whether server-side apply takes the map or object as a whole
   * @param isMerged whether a strategic merge patch merges the list
   * @param mergeKey the field by which it does; empty for plain values
   * @param retainsKeys whether a strategic merge patch may list the keys to keep
   */
  public record Field(
      String name,
      Type type,
      boolean isRequired,
      ListKind listKind,
      List<String> mapKeys,
      boolean isAtomic,
      boolean isMerged,
      String mergeKey,
      boolean retainsKeys) {}

  /**
   * A type of objects.
   *
   * @param name its name
   * @param isAtomic whether server-side apply takes such an object as a whole
   * @param fields its fields by name
   */
  public record ObjectType(String name, boolean isAtomic, Map<String, Field> fields) {
    public Optional<Field> field(String fieldName) {
      return Optional.ofNullable(fields.get(fieldName));
    }
  }

  private final Map<String, ObjectType> types = new HashMap<>();
  private final List<String[]> resourceLines = new ArrayList<>();
  private final List<ApiResource> resources = new ArrayList<>();

  private Schema() {}

  public static Schema load() {
    Schema schema = new Schema();
    schema.read("kubernetes-1.34.schema");
    schema.read("volcano.schema");
    schema.read("metrics.schema");
    schema.buildResources();
    return schema;
  }

  public List<ApiResource> resources() {
    return resources;
  }

  public ObjectType type(String name) {
    return Objects.requireNonNull(types.get(name), () -> "no type " + name + " in the schema");
  }

  private void read(String file) {
    try (InputStream in =
            Objects.requireNonNull(
                Schema.class.getResourceAsStream(file), () -> file + " is gone");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String[] group = new String[0];
      Map<String, Field> fields = new LinkedHashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] words = line.strip().split(" ");
        if (line.startsWith("  ")) {
          fields.put(words[0], field(words));
        } else if (words[0].equals("group")) {
          group = words;
        } else if (words[0].equals("resource")) {
          String[] resource = words.clone();
          resource[0] = (group[1].equals("core") ? "" : group[1]) + "/" + group[2];
          resourceLines.add(resource);
        } else {
          fields = new LinkedHashMap<>();
          boolean atomic = words.length > 2 && words[2].equals("atomic");
          types.put(words[1], new ObjectType(words[1], atomic, fields));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Field field(String[] words) {
    Set<String> flags = new LinkedHashSet<>();
    Map<String, String> values = new HashMap<>();
    for (int i = 2; i < words.length; i++) {
      String[] parts = words[i].split(":", 2);
      flags.add(parts[0]);
      values.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    ListKind kind =
        flags.contains("map")
            ? ListKind.MAP
            : flags.contains("set") ? ListKind.SET : ListKind.ATOMIC;
    return new Field(
        words[0],
        parseType(words[1]),
        flags.contains("required"),
        kind,
        kind == ListKind.MAP ? List.of(values.getOrDefault("map", "").split(",")) : List.of(),
        flags.contains("atomic"),
        flags.contains("merge"),
        values.getOrDefault("merge", ""),
        flags.contains("retainKeys"));
  }

  private static Type parseType(String text) {
    if (text.startsWith("[]")) {
      return new Type(Shape.LIST, text, List.of(parseType(text.substring(2))));
    }
    if (text.startsWith("map:")) {
      return new Type(Shape.MAP, text, List.of(parseType(text.substring(4))));
    }
    Shape shape =
        switch (text) {
          case "string" -> Shape.STRING;
          case "bytes" -> Shape.BYTES;
          case "time", "microtime" -> Shape.TIME;
          case "int32", "int64" -> Shape.INTEGER;
          case "number" -> Shape.NUMBER;
          case "bool" -> Shape.BOOLEAN;
          case "quantity" -> Shape.QUANTITY;
          case "intOrString" -> Shape.INT_OR_STRING;
          case "any" -> Shape.ANY;
          default -> Shape.OBJECT;
        };
    return new Type(shape, text, List.of());
  }

  private void buildResources() {
    Map<String, Map<String, ApiResource.Subresource>> subresources = new HashMap<>();
    for (String[] words : resourceLines) {
      String[] groupVersion = words[0].split("/", 2);
      Map<String, List<String>> more = new HashMap<>();
      for (int i = 7; i < words.length; i++) {
        String[] parts = words[i].split("=", 2);
        more.put(parts[0], List.of(parts[1].split(",")));
      }
      Set<String> verbs = Set.of(words[6].split(","));
      String[] names = words[1].split("/", 2);
      if (names.length == 2) {
        String[] own =
            more.containsKey("group") ? more.get("group").get(0).split("/", 2) : groupVersion;
        subresources
            .computeIfAbsent(words[0] + "/" + names[0], key -> new LinkedHashMap<>())
            .put(
                names[1],
                new ApiResource.Subresource(
                    names[1], own[0], own[1], words[3], type(words[5]), verbs));
      } else {
        resources.add(
            new ApiResource(
                groupVersion[0],
                groupVersion[1],
                names[0],
                words[2],
                words[3],
                words[4].equals("namespaced"),
                type(words[5]),
                verbs,
                more.getOrDefault("short", List.of()),
                more.getOrDefault("categories", List.of()),
                subresources.computeIfAbsent(
                    words[0] + "/" + names[0], key -> new LinkedHashMap<>())));
      }
    }
  }
}
