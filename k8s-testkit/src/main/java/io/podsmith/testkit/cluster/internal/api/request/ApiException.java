// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.List;
import java.util.stream.Collectors;

/** A request that is answered with a Status of failure. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient ObjectNode status;

  private ApiException(int code, ObjectNode status) {
    super(status.path("message").asText(), null, false, false);
    this.code = code;
    this.status = status;
  }

  public int code() {
    return code;
  }

  public ObjectNode status() {
    return status;
  }

  /** A Status without details. */
  public static ApiException of(int code, String reason, String message) {
    return new ApiException(code, failure(code, reason, message));
  }

  private static ApiException of(
      int code, String reason, String message, String group, String kind, String name) {
    ObjectNode body = failure(code, reason, message);
    ObjectNode details = body.putObject("details");
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", kind);
    body.put("code", body.remove("code").asInt());
    return new ApiException(code, body);
  }

  private static ObjectNode failure(int code, String reason, String message) {
    ObjectNode body = Json.object();
    body.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    body.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    return body.put("code", code);
  }

  public static ApiException badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  public static ApiException notFound(ApiResource resource, String name) {
    return of(
        404,
        "NotFound",
        resource.qualifiedName() + " \"" + name + "\" not found",
        resource.group(),
        resource.plural(),
        name);
  }

  /** The path leads nowhere. */
  public static ApiException noSuchPath() {
    return bare(404, "NotFound", "the server could not find the requested resource");
  }

  /** The object in the body has another name than the path. */
  public static ApiException nameMismatch(String inBody, String inPath) {
    return badRequest(
        "the name of the object (%s) does not match the name on the URL (%s)"
            .formatted(inBody, inPath));
  }

  public static ApiException alreadyExists(ApiResource resource, String name) {
    return of(
        409,
        "AlreadyExists",
        resource.qualifiedName() + " \"" + name + "\" already exists",
        resource.group(),
        resource.plural(),
        name);
  }

  /** The name is taken by an object that has not gone yet. */
  public static ApiException stillThere(ApiResource resource, String name) {
    return of(
        409,
        "AlreadyExists",
        "object is being deleted: " + resource.qualifiedName() + " \"" + name + "\" already exists",
        resource.group(),
        resource.plural(),
        name);
  }

  public static ApiException conflict(ApiResource resource, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + resource.qualifiedName()
            + " \""
            + name
            + "\": "
            + why,
        resource.group(),
        resource.plural(),
        name);
  }

  /** A pod cannot be given to a node. */
  public static ApiException cannotBind(String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods/binding \"" + name + "\": " + why,
        "",
        "pods/binding",
        name);
  }

  /** An object is not the one that was to be deleted. */
  public static ApiException failedPrecondition(ApiResource resource, String name, String why) {
    String kind =
        resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + kind + " \"" + name + "\": " + why,
        resource.group(),
        resource.kind(),
        name);
  }

  public static ApiException stale(ApiResource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static ApiException forbidden(ApiResource resource, String name, String why) {
    String subject = name.isEmpty() ? "" : " \"" + name + "\"";
    return of(
        403,
        "Forbidden",
        resource.qualifiedName() + subject + " is forbidden: " + why,
        resource.group(),
        resource.plural(),
        name);
  }

  public static ApiException methodNotAllowed() {
    return bare(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  public static ApiException unknownFormat() {
    return of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + "application/json");
  }

  public static ApiException unsupportedMediaType() {
    return bare(415, "UnsupportedMediaType", "415: Unsupported Media Type");
  }

  static ApiException notAcceptable() {
    return bare(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml,"
            + " application/vnd.kubernetes.protobuf, application/json;stream=watch,"
            + " application/vnd.kubernetes.protobuf;stream=watch");
  }

  /** A JSON patch that cannot be carried out. */
  public static ApiException unprocessable() {
    return bare(422, "Invalid", "the server rejected our request due to an error in our request");
  }

  /** A patch whose outcome is no object of the kind. */
  public static ApiException invalidPatch(String outcome, String why) {
    ApiException failure = invalid("", "", "", List.of(FieldError.invalid("patch", outcome, why)));
    ((ObjectNode) failure.status.get("details")).remove("kind");
    return failure;
  }

  /** A Status with empty details. */
  private static ApiException bare(int code, String reason, String message) {
    ObjectNode body = failure(code, reason, message);
    body.putObject("details");
    return new ApiException(code, body);
  }

  public static ApiException expired(String message) {
    return of(410, "Expired", message);
  }

  public static ApiException invalid(
      String group, String kind, String name, List<FieldError> errors) {
    List<String> messages = errors.stream().map(FieldError::toString).distinct().toList();
    String why =
        messages.size() == 1
            ? messages.get(0)
            : messages.stream().collect(Collectors.joining(", ", "[", "]"));
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    ApiException failure =
        of(422, "Invalid", qualified + " \"" + name + "\" is invalid: " + why, group, kind, name);
    ArrayNode causes = ((ObjectNode) failure.status.get("details")).putArray("causes");
    for (FieldError error : errors) {
      causes
          .addObject()
          .put("reason", error.reason())
          .put("message", error.body())
          .put("field", error.field());
    }
    return failure;
  }

  /** Adds what more there is to say to the details. */
  public ApiException withDetail(String field, int value) {
    Json.child(status, "details").put(field, value);
    return this;
  }

  /** Adds a cause to the details. */
  public ApiException withCause(String reason, String message, String field) {
    ObjectNode details = Json.child(status, "details");
    ArrayNode causes =
        details.get("causes") instanceof ArrayNode list ? list : details.putArray("causes");
    ObjectNode cause = causes.addObject().put("reason", reason).put("message", message);
    if (!field.isEmpty()) {
      cause.put("field", field);
    }
    return this;
  }

  /** Adds a continue token with which an expired list may go on. */
  public ApiException withContinue(String token) {
    Json.metadata(status).put("continue", token);
    return this;
  }
}
