// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Requests as places and values, one line each, so that those of two sides can be compared.
 *
 * <p>A place begins with when the request came (before, with or after the creation of the pod), its
 * method, path and query. Elements of lists are named where Kubernetes gives them a name, so that
 * their order does not count; the order of lists without names, such as arguments, does. What is
 * unique to a run is replaced: ids in names and of objects.
 */
public final class Flat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern APP_ID = Pattern.compile("spark-[0-9a-f]{32}");
  private static final Pattern SERVER = Pattern.compile("127\\.0\\.0\\.1\\\\*:\\d+");

  /** Six digits at random and the time in milliseconds. */
  private static final Pattern UNIQUE_ID =
      Pattern.compile("(?<![0-9a-z])x?[0-9a-f]{14,17}(?![0-9a-z])");

  private final SortedMap<String, String> lines = new TreeMap<>();

  private Flat() {}

  /**
   * Reads requests.
   *
   * @param podUid the uid that the server gave to the pod, which tells owners from other ids
   */
  public static SortedMap<String, String> of(List<RecordedRequest> requests, String podUid) {
    Flat flat = new Flat();
    Map<String, String> claims = claimsByVolume(requests);
    boolean podSeen = false;
    for (RecordedRequest request : requests) {
      boolean isPod = isPodCreation(request);
      String when = isPod ? "pod" : podSeen ? "after" : "before";
      podSeen |= isPod;
      String body = request.body().isEmpty() ? "" : decoded(tree(request.body())).toString();
      String path = request.path();
      if (path.contains("/persistentvolumeclaims")) {
        path = byVolume(path, claims);
        body = byVolume(body, claims);
      }
      String query = request.query().isEmpty() ? "" : "?" + sorted(request.query());
      String place = alike(when + " " + request.method() + " " + path + query, podUid);
      if (request.method().equals("POST") && !isPod) {
        place += alike(" " + tree(body).path("metadata").path("name").asText(), podUid);
      }
      String unique = place;
      for (int i = 2; flat.lines.containsKey(unique); i++) {
        unique = place + "#" + i;
      }
      flat.lines.put(unique, request.contentType());
      if (!body.isEmpty()) {
        flat.walk(unique, tree(alike(body, podUid)));
      }
    }
    return flat.lines;
  }

  /** The volumes of the pod by the numbered names of their claims. */
  private static Map<String, String> claimsByVolume(List<RecordedRequest> requests) {
    Map<String, String> volumes = new HashMap<>();
    requests.stream()
        .filter(Flat::isPodCreation)
        .flatMap(pod -> tree(pod.body()).path("spec").path("volumes").valueStream())
        .forEach(
            volume -> {
              String claim = volume.path("persistentVolumeClaim").path("claimName").asText();
              if (claim.matches(".*-pvc-\\d+")) {
                volumes.put(claim, volume.path("name").asText());
              }
            });
    return volumes;
  }

  /** Which number a claim bears counts in the pod only; elsewhere it is that of its volume. */
  private static String byVolume(String text, Map<String, String> claims) {
    String named = text;
    for (Map.Entry<String, String> claim : claims.entrySet()) {
      named =
          named.replaceAll(
              Pattern.quote(claim.getKey()) + "(?!\\d)", "claim-of-" + claim.getValue());
    }
    return named;
  }

  /** Shows what a Secret holds, so that ids in it are found and settings compared one by one. */
  private static JsonNode decoded(JsonNode object) {
    if (object.path("kind").asText().equals("Secret")
        && object.get("data") instanceof ObjectNode data) {
      for (Map.Entry<String, JsonNode> entry : data.properties()) {
        entry.setValue(
            data.textNode(
                new String(
                    Base64.getDecoder().decode(entry.getValue().asText()),
                    StandardCharsets.UTF_8)));
      }
    }
    return object;
  }

  public static boolean isPodCreation(RecordedRequest request) {
    return request.method().equals("POST") && request.path().endsWith("/pods");
  }

  private static String sorted(String query) {
    return Arrays.stream(query.split("&")).sorted().collect(Collectors.joining("&"));
  }

  private static String alike(String text, String podUid) {
    String named = podUid.isEmpty() ? text : text.replace(podUid, "<uid of the pod>");
    String numbered =
        APP_ID.matcher(SERVER.matcher(named).replaceAll("<server>")).replaceAll("<app>");
    return UNIQUE_ID.matcher(UUID.matcher(numbered).replaceAll("<uuid>")).replaceAll("<id>");
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void walk(String place, JsonNode node) {
    if (node.isObject()) {
      if (node.isEmpty()) {
        lines.put(place + "/", "{}");
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
    return element.at("/metadata/name").asText(Integer.toString(index));
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
  public static SortedMap<String, String> differences(
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
  public static String shown(Map<String, String> lines) {
    return lines.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("\n  ", "\n  ", "\n"));
  }
}
