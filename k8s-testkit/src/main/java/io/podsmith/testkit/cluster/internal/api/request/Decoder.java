// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import io.podsmith.testkit.cluster.internal.api.schema.TypeChecker;
import io.podsmith.testkit.cluster.internal.api.schema.UnfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the body of a request as an object of a kind. */
public final class Decoder {
  /**
   * An object that was read.
   *
   * @param tree the object: its kind and version first, only fields of its type
   * @param warnings what was wrong with it but is tolerated
   */
  public record Decoded(ObjectNode tree, List<String> warnings) {}

  private Decoder() {}

  /** How many bytes the kind and version take at the start of an object that was read here. */
  public static int typeLength(ApiResource resource) {
    return ("{\"kind\":\""
            + resource.kind()
            + "\",\"apiVersion\":\""
            + resource.apiVersion()
            + "\",")
        .length();
  }

  /**
   * Reads a body.
   *
   * @param apiVersion the version that belongs to the path
   * @param kind the kind that belongs to the path
   */
  public static Decoded decode(
      ApiCall call, String apiVersion, String kind, Schema schema, Schema.ObjectType type) {
    ObjectNode tree = parse(call, kind);
    try {
      return check(tree, apiVersion, kind, schema, type, call.parameter("fieldValidation"));
    } catch (UnfitException e) {
      throw ApiException.badRequest(
          kind
              + " in version \""
              + apiVersion.substring(apiVersion.indexOf('/') + 1)
              + "\" cannot be handled as a "
              + kind
              + ": "
              + e.getMessage());
    }
  }

  /** Brings a tree into the shape of its type. */
  public static Decoded check(
      ObjectNode tree,
      String apiVersion,
      String kind,
      Schema schema,
      Schema.ObjectType type,
      String fieldValidation) {
    String givenKind = Json.text(tree, "kind");
    String givenVersion = Json.text(tree, "apiVersion");
    if ((!givenVersion.isEmpty() && !givenVersion.equals(apiVersion))
        || (!givenKind.isEmpty() && !givenKind.equals(kind))) {
      throw mismatch(schema, kind, givenVersion.isEmpty() ? apiVersion : givenVersion, givenKind);
    }
    ObjectNode ordered = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    for (var field : Json.fields(tree)) {
      ordered.set(field.getKey(), field.getValue());
    }
    ordered.put("kind", kind).put("apiVersion", apiVersion);
    List<String> unknown = new ArrayList<>();
    new TypeChecker(schema, unknown).check(ordered, type);
    if (!unknown.isEmpty() && fieldValidation.equals("Strict")) {
      throw new UnfitException("strict decoding error: " + String.join(", ", unknown));
    }
    return new Decoded(ordered, fieldValidation.equals("Ignore") ? List.of() : unknown);
  }

  private static ApiException mismatch(
      Schema schema, String kind, String givenVersion, String givenKind) {
    String version = givenVersion.substring(givenVersion.indexOf('/') + 1);
    String given = givenKind.isEmpty() ? kind : givenKind;
    boolean isKnown =
        schema.resources().stream()
            .anyMatch(each -> each.kind().equals(given) && each.apiVersion().equals(givenVersion));
    return ApiException.badRequest(
        given
            + " in version \""
            + version
            + "\" cannot be handled as a "
            + kind
            + ": "
            + (isKnown
                ? "converting ("
                    + version
                    + "."
                    + given
                    + ") to (core."
                    + kind
                    + "): unknown conversion"
                : "no kind \""
                    + given
                    + "\" is registered for version \""
                    + givenVersion
                    + "\" in scheme \"pkg/runtime/scheme.go:110\""));
  }

  /** Reads a body as JSON, or as YAML where it says so. */
  public static ObjectNode parse(ApiCall call, String kind) {
    try {
      JsonNode tree =
          call.contentType().endsWith("yaml")
              ? Serialization.unmarshal(
                  new String(call.body(), StandardCharsets.UTF_8), JsonNode.class)
              : Json.MAPPER.readTree(call.body());
      if (tree instanceof ObjectNode object) {
        return object;
      }
      if (tree == null || tree.isNull() || tree.isMissingNode()) {
        return Json.object();
      }
      throw unreadable(
          call,
          kind,
          "json: cannot unmarshal "
              + (tree.isArray() ? "array" : tree.isNumber() ? "number" : "string")
              + " into Go value of type struct { APIVersion string"
              + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
              + " \"json:\\\"kind,omitempty\\\"\" }");
    } catch (JsonEOFException e) {
      throw unreadable(call, kind, "unexpected end of JSON input");
    } catch (JsonProcessingException e) {
      throw unreadable(call, kind, e.getOriginalMessage());
    } catch (IOException | RuntimeException e) {
      if (e instanceof ApiException known) {
        throw known;
      }
      throw unreadable(call, kind, String.valueOf(e.getMessage()));
    }
  }

  private static ApiException unreadable(ApiCall call, String kind, String why) {
    String body = new String(call.body(), StandardCharsets.UTF_8);
    return ApiException.badRequest(
        "the object provided is unrecognized (must be of type "
            + kind
            + "): couldn't get version/kind; json parse error: "
            + why
            + " ("
            + (body.startsWith("{") ? body : HexFormat.of().formatHex(call.body()))
            + ")");
  }
}
