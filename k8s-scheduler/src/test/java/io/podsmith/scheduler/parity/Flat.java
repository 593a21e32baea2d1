package io.podsmith.scheduler.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Objects of the cluster as places and values, one line each, so that two sets can be compared.
 *
 * <p>Elements of lists are named where Kubernetes gives them a name, so that their order does not
 * count; the order of lists without names, such as arguments, does. What is random by nature is
 * replaced: prefixes of names and unique ids.
 */
final class Flat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, String> lines = new TreeMap<>();

  private Flat() {}

  /** Reads objects, whose names begin with a prefix that is unique to them. */
  static SortedMap<String, String> of(List<String> objects, String prefix) {
    Flat flat = new Flat();
    for (String object : objects) {
      flat.add(tree(withoutUniqueIds(object.replace(prefix, "<prefix>"))));
    }
    return flat.lines;
  }

  private static String withoutUniqueIds(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>")
        .replaceAll("spark-(drv|exec)-[0-9a-f]+-conf-map", "spark-$1-<id>-conf-map")
        .replaceAll("spark-[0-9a-f]{10,20}-driver-svc", "spark-<id>-driver-svc");
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void add(JsonNode object) {
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    String place = object.get("kind").asText() + " " + metadata.path("name").asText();
    if (!place.startsWith("Pod ")) {
      // put on by whoever creates the objects
      metadata.remove("ownerReferences");
    }
    metadata.remove("namespace");
    metadata.remove("uid");
    walk(place, object);
  }

  private void walk(String place, JsonNode node) {
    if (node.isObject()) {
      if (node.isEmpty()) {
        lines.put(place, "{}");
      }
      node.properties().forEach(e -> walk(place + "/" + e.getKey(), e.getValue()));
    } else if (node.isArray()) {
      Map<String, Integer> seen = new HashMap<>();
      for (JsonNode element : node) {
        String name = nameOf(element, seen.getOrDefault("", 0));
        int count = seen.merge(name, 1, Integer::sum);
        seen.merge("", 1, Integer::sum);
        walk(place + "[" + name + (count > 1 ? "#" + count : "") + "]", element);
      }
    } else if (place.endsWith("/spark.properties")) {
      properties(place, node.asText());
    } else {
      lines.put(place, node.toString());
    }
  }

  private static String nameOf(JsonNode element, int index) {
    for (String key : List.of("mountPath", "name", "key")) {
      if (element.hasNonNull(key)) {
        return element.get(key).asText();
      }
    }
    return Integer.toString(index);
  }

  private void properties(String place, String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.forEach((key, value) -> lines.put(place + "/" + key, String.valueOf(value)));
  }

  /** Says where two sets differ, by place. */
  static SortedMap<String, String> differences(
      SortedMap<String, String> upstream, SortedMap<String, String> ours) {
    SortedMap<String, String> different = new TreeMap<>();
    TreeMap<String, String> places = new TreeMap<>(upstream);
    places.putAll(ours);
    for (String place : places.keySet()) {
      String theirs = upstream.get(place);
      String mine = ours.get(place);
      if (!String.valueOf(theirs).equals(String.valueOf(mine))) {
        different.put(place, "upstream " + theirs + ", ours " + mine);
      }
    }
    return different;
  }

  /** Writes lines for a message. */
  static String shown(SortedMap<String, String> lines) {
    return lines.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("\n  ", "\n  ", "\n"));
  }

  /** Splits a JSON list. */
  static List<String> elements(String list) {
    String[] texts = new String[tree(list).size()];
    int i = 0;
    for (JsonNode element : tree(list)) {
      texts[i++] = element.toString();
    }
    return Arrays.asList(texts);
  }
}
