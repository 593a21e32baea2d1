// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.Decoder;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** Answers lists: which revision is meant, which page of it, and how it is written. */
final class Lists {
  private static final String EXPIRED_PAGE =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  private final ObjectStore store;

  Lists(ObjectStore store) {
    this.store = store;
  }

  /**
   * A page of a list.
   *
   * @param metadata the list's, which says how to continue
   */
  record Page(List<StoredObject> objects, ObjectNode metadata) {}

  Reply.Document list(ApiCall call, Predicate<StoredObject> filter) {
    Page page = page(call, filter);
    return new Reply.Document(
        200, write(call.resource(), page.metadata(), page.objects()), List.of());
  }

  /** Selects what a list shows, or what a deletion of a collection deletes. */
  Page page(ApiCall call, Predicate<StoredObject> filter) {
    String token = call.parameter("continue");
    String wanted = call.parameter("resourceVersion");
    String match = call.parameter("resourceVersionMatch");
    check(call, token, wanted, match);
    ObjectStore.Snapshot snapshot;
    String after = "";
    if (!token.isEmpty()) {
      JsonNode position = decode(token);
      long revision = position.path("rv").asLong();
      after = position.path("start").asText();
      if (revision > 0 && revision < store.compacted()) {
        throw ApiException.expired(EXPIRED_PAGE).withContinue(encode(-1, after));
      }
      snapshot =
          revision > 0
              ? store.listAt(call.resource(), call.namespace(), revision)
              : store.list(call.resource(), call.namespace());
    } else if (match.equals("Exact")) {
      long revision = revision(wanted);
      if (revision < store.compacted()) {
        throw ApiException.expired("The resourceVersion for the provided list is too old.");
      }
      snapshot = store.listAt(call.resource(), call.namespace(), revision);
    } else {
      snapshot = store.list(call.resource(), call.namespace());
    }
    return page(call, snapshot, after, filter);
  }

  private void check(ApiCall call, String token, String wanted, String match) {
    List<FieldError> wrong = new ArrayList<>();
    if (call.query().containsKey("sendInitialEvents")) {
      wrong.add(
          FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }
    if (!match.isEmpty()) {
      if (wanted.isEmpty()) {
        wrong.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden unless resourceVersion is provided"));
      }
      if (!token.isEmpty()) {
        wrong.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden when continue is provided"));
      }
      if (!List.of("Exact", "NotOlderThan").contains(match)) {
        wrong.add(
            FieldError.unsupported(
                "resourceVersionMatch", match, List.of("Exact", "NotOlderThan", "")));
      }
      if (match.equals("Exact") && wanted.equals("0")) {
        wrong.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (!wrong.isEmpty()) {
      throw ApiException.invalid("meta.k8s.io", "ListOptions", "", wrong);
    }
    if (!token.isEmpty() && !wanted.isEmpty() && !wanted.equals("0")) {
      throw ApiException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    long revision = revision(wanted);
    if (revision > store.revision()) {
      throw tooLarge(revision, store.revision());
    }
  }

  /** Checks what a watch asks for. */
  static void checkWatch(ApiCall call, boolean initialEvents) {
    String match = call.parameter("resourceVersionMatch");
    String why = "";
    if (!match.isEmpty() && !initialEvents) {
      why = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
    } else if (initialEvents && !match.equals("NotOlderThan")) {
      why = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
    }
    if (!why.isEmpty()) {
      throw ApiException.invalid(
          "meta.k8s.io",
          "ListOptions",
          "",
          List.of(FieldError.forbidden("resourceVersionMatch", why)));
    }
  }

  static ApiException tooLarge(long wanted, long current) {
    return ApiException.of(
            504,
            "Timeout",
            "Timeout: Too large resource version: " + wanted + ", current: " + current)
        .withCause("ResourceVersionTooLarge", "Too large resource version", "")
        .withDetail("retryAfterSeconds", 1);
  }

  static long revision(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("invalid resource version: " + noNumber(text));
    }
  }

  /** As {@link #revision}: the real server takes less care of watches. */
  static long watchRevision(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.of(500, "", noNumber(text).toString());
    }
  }

  private static FieldError noNumber(String text) {
    return FieldError.invalid(
        "resourceVersion", text, "strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
  }

  private static Page page(
      ApiCall call, ObjectStore.Snapshot snapshot, String after, Predicate<StoredObject> filter) {
    long limit = call.number("limit").orElse(0L);
    List<StoredObject> page = new ArrayList<>();
    String last = "";
    long left = 0;
    for (StoredObject object : snapshot.objects()) {
      String key = ObjectStore.key(call.resource(), object.namespace(), object.name());
      if (key.compareTo(after) <= 0 && !after.isEmpty()) {
        continue;
      }
      if (limit > 0 && page.size() == limit) {
        left++;
      } else if (filter.test(object)) {
        page.add(object);
        last = key;
      }
    }
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Long.toString(snapshot.revision()));
    if (left > 0) {
      metadata.put("continue", encode(snapshot.revision(), last));
      boolean isSelected =
          !call.parameter("labelSelector").isEmpty() || !call.parameter("fieldSelector").isEmpty();
      if (!isSelected) {
        metadata.put("remainingItemCount", left);
      }
    }
    return new Page(page, metadata);
  }

  private static byte[] write(ApiResource resource, ObjectNode metadata, List<StoredObject> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(items.size() * 4096 + 256);
    try {
      String head =
          "{\"kind\":\""
              + resource.kind()
              + "List\",\"apiVersion\":\""
              + resource.apiVersion()
              + "\",\"metadata\":";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(Json.bytes(metadata));
      out.write(",\"items\":[".getBytes(StandardCharsets.UTF_8));
      int type = Decoder.typeLength(resource);
      for (int i = 0; i < items.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        // Elements of a list do not repeat what they are.
        byte[] object = items.get(i).json();
        out.write('{');
        out.write(object, type, object.length - type);
      }
      out.write("]}".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("a byte array cannot fail", e);
    }
    return out.toByteArray();
  }

  private static String encode(long revision, String after) {
    ObjectNode token = Json.object().put("v", "meta.k8s.io/v1").put("rv", revision);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.bytes(token.put("start", after)));
  }

  private static JsonNode decode(String token) {
    try {
      return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token));
    } catch (IOException | IllegalArgumentException e) {
      throw ApiException.badRequest(
          "invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
    }
  }
}
