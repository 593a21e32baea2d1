// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts request bodies in the protobuf encoding of Kubernetes to JSON, for the kinds that {@code
 * kubectl create} and {@code kubectl auth can-i} send. They do so even if the server offers JSON
 * only, so the server has to read it.
 */
final class ProtobufBody {
  /** The media type of such bodies. */
  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /**
   * The messages: their fields as {@code number name type}. A type is {@code s} (text), {@code b}
   * (bytes), {@code t} (truth value), {@code n} (integer) or the name of a message. It ends with
   * {@code []} for a list and with {@code {}} for a map. Numbers are from the generated.proto files
   * of Kubernetes.
   */
  private static final Map<String, Map<Integer, Field>> MESSAGES =
      messages(
          """
          Unknown: 1 type TypeMeta, 2 raw b
          TypeMeta: 1 apiVersion s, 2 kind s
          ObjectMeta: 1 name s, 2 generateName s, 3 namespace s, 11 labels s{}, 12 annotations s{}
          ConfigMap: 1 metadata ObjectMeta, 2 data s{}, 3 binaryData b{}, 4 immutable t
          Secret: 1 metadata ObjectMeta, 2 data b{}, 3 type s, 4 stringData s{}, 5 immutable t
          Namespace: 1 metadata ObjectMeta
          ServiceAccount: 1 metadata ObjectMeta
          Role: 1 metadata ObjectMeta, 2 rules PolicyRule[]
          ClusterRole: 1 metadata ObjectMeta, 2 rules PolicyRule[]
          PolicyRule: 1 verbs s[], 2 apiGroups s[], 3 resources s[], 4 resourceNames s[], \
          5 nonResourceURLs s[]
          RoleBinding: 1 metadata ObjectMeta, 2 subjects Subject[], 3 roleRef RoleRef
          ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects Subject[], 3 roleRef RoleRef
          Subject: 1 kind s, 2 apiGroup s, 3 name s, 4 namespace s
          RoleRef: 1 apiGroup s, 2 kind s, 3 name s
          PriorityClass: 1 metadata ObjectMeta, 2 value n, 3 globalDefault t, 4 description s, \
          5 preemptionPolicy s
          SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec AccessSpec
          AccessSpec: 1 resourceAttributes Resource, 2 nonResourceAttributes Path
          Resource: 1 namespace s, 2 verb s, 3 group s, 4 version s, 5 resource s, \
          6 subresource s, 7 name s
          Path: 1 path s, 2 verb s
          """);

  /** One field of a message. */
  private record Field(String name, String type, boolean isList, boolean isMap) {}

  private final byte[] bytes;
  private int at;
  private final int end;

  private ProtobufBody(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Returns a body as JSON; empty if the server cannot read it. */
  static Optional<byte[]> toJson(byte[] body) {
    if (!Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
      return Optional.empty();
    }
    try {
      ObjectNode outer = new ProtobufBody(body, MAGIC.length, body.length).message("Unknown");
      String kind = Json.text(outer, "type", "kind");
      if (!MESSAGES.containsKey(kind)) {
        return Optional.empty();
      }
      byte[] raw = Base64.getDecoder().decode(Json.text(outer, "raw"));
      ObjectNode object = Json.object().put("kind", kind);
      object.put("apiVersion", Json.text(outer, "type", "apiVersion"));
      object.setAll(new ProtobufBody(raw, 0, raw.length).message(kind));
      return Optional.of(Json.bytes(object));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Map<Integer, Field>> messages(String text) {
    Map<String, Map<Integer, Field>> all = new HashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      Map<Integer, Field> fields = new HashMap<>();
      for (String field : line.substring(colon + 1).split(",")) {
        List<String> words = List.of(field.strip().split(" "));
        String type = words.get(2);
        boolean isList = type.endsWith("[]");
        boolean isMap = type.endsWith("{}");
        String plain = isList || isMap ? type.substring(0, type.length() - 2) : type;
        fields.put(Integer.parseInt(words.get(0)), new Field(words.get(1), plain, isList, isMap));
      }
      all.put(line.substring(0, colon), fields);
    }
    return Map.copyOf(all);
  }

  private ObjectNode message(String type) {
    ObjectNode object = Json.object();
    Map<Integer, Field> fields = MESSAGES.getOrDefault(type, Map.of());
    while (at < end) {
      long tag = varint();
      int wire = (int) (tag & 7);
      Field field = fields.get((int) (tag >>> 3));
      if (wire == 0) {
        put(object, field, varint());
      } else if (wire == 2) {
        int length = (int) varint();
        if (length < 0 || length > end - at) {
          throw new IllegalArgumentException("a field ends beyond its message");
        }
        put(object, field, at, at + length);
        at += length;
      } else {
        throw new IllegalArgumentException("wire type " + wire + " is unsupported");
      }
    }
    return object;
  }

  private static void put(ObjectNode object, @Nullable Field field, long value) {
    if (field == null) {
      return;
    }
    if (field.type().equals("t")) {
      object.put(field.name(), value != 0);
    } else if (field.type().equals("n")) {
      object.put(field.name(), value);
    }
  }

  private void put(ObjectNode object, @Nullable Field field, int from, int to) {
    if (field == null) {
      return;
    }
    if (field.isMap()) {
      ProtobufBody entry = new ProtobufBody(bytes, from, to);
      ObjectNode read = entry.entry(field.type());
      Json.child(object, field.name()).set(Json.text(read, "key"), read.path("value"));
      return;
    }
    JsonNode value = value(field.type(), from, to);
    if (field.isList()) {
      ArrayNode list =
          object.get(field.name()) instanceof ArrayNode there
              ? there
              : object.putArray(field.name());
      list.add(value);
    } else if (!value.isTextual() || !value.asText().isEmpty()) {
      // Protobuf writes texts that are not set as empty ones; JSON leaves them out.
      object.set(field.name(), value);
    }
  }

  private ObjectNode entry(String type) {
    ObjectNode entry = Json.object().put("key", "").put("value", "");
    while (at < end) {
      long tag = varint();
      int length = (int) varint();
      if (length < 0 || length > end - at) {
        throw new IllegalArgumentException("an entry ends beyond its map");
      }
      if (tag >>> 3 == 1) {
        entry.set("key", value("s", at, at + length));
      } else {
        entry.set("value", value(type, at, at + length));
      }
      at += length;
    }
    return entry;
  }

  private JsonNode value(String type, int from, int to) {
    return switch (type) {
      case "s" -> TextNode.valueOf(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      case "b" ->
          TextNode.valueOf(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, to)));
      default -> new ProtobufBody(bytes, from, to).message(type);
    };
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than 64 bits");
  }
}
