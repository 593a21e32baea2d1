package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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

  Patches(Schema schema) {
    this.schema = schema;
  }

  /** Patches an object; one that is not there only by server-side apply. */
  Outcome apply(ApiCall call, Optional<StoredObject> present) {
    ApiResource resource = call.resource();
    if (present.isEmpty()) {
      throw ApiException.notFound(resource, call.name());
    }
    StoredObject object = present.get();
    ObjectNode patched =
        switch (call.contentType()) {
          case JSON -> jsonPatch(call, object);
          case MERGE -> MergePatch.apply(object.copy(), body(call));
          case STRATEGIC ->
              new StrategicMerge(schema).apply(object.copy(), body(call), resource.type());
          default -> throw unsupported();
        };
    Decoder.Decoded decoded =
        Decoder.check(
            patched,
            resource.apiVersion(),
            resource.kind(),
            schema,
            resource.type(),
            call.parameter("fieldValidation"));
    return new Outcome(decoded.tree(), decoded.warnings());
  }

  private static ApiException unsupported() {
    return ApiException.of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", JSON, MERGE, STRATEGIC, APPLY));
  }

  private static ObjectNode jsonPatch(ApiCall call, StoredObject object) {
    JsonNode patch;
    try {
      patch = Json.MAPPER.readTree(call.body());
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getMessage());
    }
    if (!(patch instanceof ArrayNode operations)) {
      throw ApiException.badRequest(
          "error decoding patch: json: cannot unmarshal object into Go value of type"
              + " jsonpatch.Patch");
    }
    return JsonPatch.apply(object, operations);
  }

  private static ObjectNode body(ApiCall call) {
    try {
      if (Json.MAPPER.readTree(call.body()) instanceof ObjectNode object) {
        return object;
      }
      throw ApiException.badRequest("error decoding patch: the patch is no object");
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getMessage());
    }
  }
}
