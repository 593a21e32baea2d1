package io.podsmith.core.builder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a step changed, in words; names only, as values may be secrets. */
final class Differences {
  /** Lists whose elements go by a field of theirs, and what an element is called. */
  private record Named(String field, String noun) {}

  private static final Map<String, Named> LISTS =
      Map.of(
          "containers", new Named("name", "container"),
          "initContainers", new Named("name", "init container"),
          "volumes", new Named("name", "volume"),
          "imagePullSecrets", new Named("name", "image pull secret"),
          "env", new Named("name", "env"),
          "volumeMounts", new Named("mountPath", "mount"),
          "ports", new Named("name", "port"));

  private static final Map<String, String> MAPS =
      Map.of("labels", "label", "annotations", "annotation", "nodeSelector", "node selector");

  private final List<String> words = new ArrayList<>();

  private Differences() {}

  /** Compares two states of a pod. */
  static Differences between(SparkPod before, SparkPod after) {
    Differences differences = new Differences();
    if (before.equals(after)) {
      return differences;
    }
    // A mapper is safe to share, and this one writes objects as the API server gets them.
    ObjectMapper mapper = Serialization.jsonMapper();
    JsonNode podBefore = mapper.valueToTree(before.pod());
    JsonNode podAfter = mapper.valueToTree(after.pod());
    differences.compare("", podBefore.path("metadata"), podAfter.path("metadata"));
    differences.compare("", podBefore.path("spec"), podAfter.path("spec"));
    differences.compare(
        "container's ",
        mapper.valueToTree(before.container()),
        mapper.valueToTree(after.container()));
    return differences;
  }

  Differences withProperties(Collection<String> keys) {
    new TreeSet<>(keys).forEach(key -> words.add("property " + key));
    return this;
  }

  Differences withObjects(Collection<? extends HasMetadata> objects) {
    objects.forEach(o -> words.add(o.getKind() + " " + o.getMetadata().getName()));
    return this;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  private void compare(String owner, JsonNode before, JsonNode after) {
    Set<String> fields = new TreeSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    after.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      JsonNode old = before.path(field);
      JsonNode now = after.path(field);
      if (old.equals(now)) {
        continue;
      }
      Named named = LISTS.get(field);
      String entry = MAPS.get(field);
      if (named != null) {
        compareEntries(named.noun(), byName(old, named.field()), byName(now, named.field()));
      } else if (entry != null) {
        compareEntries(entry, byKey(old), byKey(now));
      } else {
        words.add(verb(old, now) + owner + field);
      }
    }
  }

  private void compareEntries(
      String noun, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    after.forEach(
        (name, value) -> {
          JsonNode old = before.get(name);
          if (old == null) {
            words.add(noun + " " + name);
          } else if (!old.equals(value)) {
            words.add("changed " + noun + " " + name);
          }
        });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> words.add("removed " + noun + " " + name));
  }

  private static String verb(JsonNode before, JsonNode after) {
    if (isNothing(before)) {
      return "";
    }
    return isNothing(after) ? "removed " : "changed ";
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty());
  }

  private static Map<String, JsonNode> byName(JsonNode list, String field) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    int unnamed = 0;
    for (JsonNode element : list) {
      String name = element.path(field).asText("");
      byName.put(name.isEmpty() ? "#" + unnamed++ : name, element);
    }
    return byName;
  }

  private static Map<String, JsonNode> byKey(JsonNode map) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = map.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = i.next();
      byKey.put(entry.getKey(), entry.getValue());
    }
    return byKey;
  }
}
