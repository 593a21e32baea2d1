// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.patch.FieldManagers;
import io.podsmith.testkit.cluster.internal.api.patch.GoPrinter;
import io.podsmith.testkit.cluster.internal.api.patch.JsonPatch;
import io.podsmith.testkit.cluster.internal.api.patch.MergePatch;
import io.podsmith.testkit.cluster.internal.api.patch.StrategicMerge;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.Decoder;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import io.podsmith.testkit.cluster.internal.api.schema.TypeChecker;
import io.podsmith.testkit.cluster.internal.api.schema.UnfitException;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the four kinds of patches. */
final class Patches {
  static final String JSON = "application/json-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  /**
   * What a patch made of an object.
   *
   * @param tree the object, the caller's to change
   * @param warnings what was wrong with it but is tolerated
   */
  record Outcome(ObjectNode tree, List<String> warnings) {}

  private final Schema schema;
  private final FieldManagers managers;

  Patches(Schema schema, FieldManagers managers) {
    this.schema = schema;
    this.managers = managers;
  }

  /** Patches an object; one that is not there only by server-side apply. */
  Outcome patch(ApiCall call, Optional<StoredObject> present) {
    if (call.contentType().equals(APPLY)) {
      return apply(call, present);
    }
    ApiResource resource = call.resource();
    StoredObject object = present.orElseThrow(() -> ApiException.notFound(resource, call.name()));
    ObjectNode patched =
        switch (call.contentType()) {
          case JSON -> jsonPatch(call, object);
          case MERGE -> MergePatch.apply(object.copy(), body(call));
          case STRATEGIC ->
              new StrategicMerge(schema).apply(object.copy(), body(call), resource.type());
          default -> throw ApiException.unsupportedMediaType();
        };
    checkIdentity(call, object, patched);
    try {
      Decoder.Decoded decoded =
          Decoder.check(
              patched,
              resource.apiVersion(),
              resource.kind(),
              schema,
              resource.type(),
              call.parameter("fieldValidation"));
      return new Outcome(decoded.tree(), decoded.warnings());
    } catch (UnfitException e) {
      String value =
          call.contentType().equals(STRATEGIC)
              ? GoPrinter.print(body(call))
              : new String(Json.bytes(patched), StandardCharsets.UTF_8);
      throw ApiException.invalidPatch(value, String.valueOf(e.getMessage()));
    }
  }

  private Outcome apply(ApiCall call, Optional<StoredObject> present) {
    ApiResource resource = call.resource();
    String manager = call.parameter("fieldManager");
    if (manager.isEmpty()) {
      throw ApiException.invalid(
          "meta.k8s.io",
          "PatchOptions",
          "",
          List.of(FieldError.required("fieldManager", "is required for apply patch")));
    }
    ObjectNode applied = typed(call);
    FieldManagers.Applied result =
        managers.apply(
            resource,
            manager,
            call.subresource(),
            present.map(StoredObject::tree),
            applied,
            call.flag("force"));
    present.ifPresent(object -> checkIdentity(call, object, complete(result.tree(), object)));
    // Removed fields may leave empty lists and maps behind, which are dropped here.
    Decoder.Decoded decoded =
        Decoder.check(
            result.tree(), resource.apiVersion(), resource.kind(), schema, resource.type(), "");
    return new Outcome(decoded.tree(), List.of());
  }

  private static ObjectNode complete(ObjectNode tree, StoredObject object) {
    ObjectNode metadata = Json.metadata(tree);
    Json.defaultTo(metadata, "uid", object.uid());
    Json.defaultTo(metadata, "name", object.name());
    if (object.resource().namespaced()) {
      Json.defaultTo(metadata, "namespace", object.namespace());
    }
    return tree;
  }

  private ObjectNode typed(ApiCall call) {
    ApiResource resource = call.resource();
    ObjectNode applied;
    try {
      applied = Decoder.parse(call, resource.kind());
    } catch (ApiException e) {
      throw ApiException.badRequest(
          "error decoding YAML: error converting YAML to JSON: yaml: " + e.getMessage());
    }
    String version = Json.text(applied, "apiVersion");
    String kind = Json.text(applied, "kind");
    if (!version.equals(resource.apiVersion()) || !kind.equals(resource.kind())) {
      String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
      throw ApiException.badRequest(
          "invalid object type: "
              + group
              + "/"
              + version.substring(version.indexOf('/') + 1)
              + ", Kind="
              + kind);
    }
    if (applied.path("metadata").has("managedFields")) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    List<String> unknown = new ArrayList<>();
    try {
      new TypeChecker(schema, unknown).check(applied, resource.type());
    } catch (UnfitException e) {
      throw untyped(call, applied, String.valueOf(e.getMessage()));
    }
    if (!unknown.isEmpty()) {
      String field = unknown.get(0).replaceAll("^unknown field \"|\"$", "");
      throw untyped(call, applied, "." + field + ": field not declared in schema");
    }
    return applied;
  }

  private static ApiException untyped(ApiCall call, ObjectNode applied, String why) {
    return ApiException.of(
        500,
        "",
        "failed to create typed patch object ("
            + Json.namespace(applied)
            + "/"
            + Json.name(applied)
            + "; "
            + call.resource().apiVersion().replaceFirst("^v1$", "/v1")
            + ", Kind="
            + call.resource().kind()
            + "): "
            + why);
  }

  private static void checkIdentity(ApiCall call, StoredObject object, ObjectNode patched) {
    String name = Json.name(patched);
    if (!name.equals(object.name())) {
      throw ApiException.nameMismatch(name, call.name());
    }
    if (!Json.namespace(patched).equals(object.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String uid = Json.text(patched, "metadata", "uid");
    if (!uid.equals(object.uid())) {
      throw ApiException.invalid(
          object.resource().group(),
          object.resource().kind(),
          object.name(),
          List.of(FieldError.invalid("metadata.uid", uid, "field is immutable")));
    }
  }

  private static ObjectNode jsonPatch(ApiCall call, StoredObject object) {
    if (read(call) instanceof ArrayNode operations) {
      return JsonPatch.apply(object, operations);
    }
    throw ApiException.badRequest(
        "error decoding patch: json: cannot unmarshal object into Go value of type"
            + " []handlers.jsonPatchOp");
  }

  private static ObjectNode body(ApiCall call) {
    if (read(call) instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest(
        "error decoding patch: json: cannot unmarshal array into Go value of type"
            + " map[string]interface {}");
  }

  private static JsonNode read(ApiCall call) {
    try {
      return Json.MAPPER.readTree(call.body());
    } catch (JsonEOFException e) {
      throw ApiException.badRequest("error decoding patch: unexpected end of JSON input");
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.badRequest("error decoding patch: " + String.valueOf(e.getMessage()));
    }
  }
}
