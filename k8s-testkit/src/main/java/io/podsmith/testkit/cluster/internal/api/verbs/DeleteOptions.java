// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.Decoder;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import io.podsmith.testkit.cluster.internal.api.schema.UnfitException;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * How something is to be deleted.
 *
 * @param gracePeriodSeconds how long it is given, if the client says so
 * @param propagationPolicy what becomes of the dependents; empty for what is usual
 * @param uid the uid it must have; empty for any
 * @param resourceVersion the version it must have; empty for any
 */
public record DeleteOptions(
    Optional<Long> gracePeriodSeconds,
    String propagationPolicy,
    String uid,
    String resourceVersion) {
  public static final DeleteOptions NONE = new DeleteOptions(Optional.empty(), "", "", "");
  private static final List<String> POLICIES = List.of("Background", "Foreground", "Orphan");

  static DeleteOptions read(ApiCall call, Schema schema) {
    JsonNode body = Json.object();
    if (call.body().length > 0) {
      ObjectNode tree = Decoder.parse(call, "DeleteOptions");
      String version = Json.text(tree, "apiVersion");
      try {
        body =
            Decoder.check(
                    tree,
                    version.isEmpty() ? "v1" : version,
                    "DeleteOptions",
                    schema,
                    schema.type("DeleteOptions"),
                    "")
                .tree();
      } catch (UnfitException e) {
        throw ApiException.badRequest(
            "DeleteOptions in version \"v1\" cannot be handled as a DeleteOptions: "
                + e.getMessage());
      }
    }
    Optional<Long> period =
        body.has("gracePeriodSeconds")
            ? Optional.of(body.path("gracePeriodSeconds").asLong())
            : call.number("gracePeriodSeconds");
    String policy = Json.text(body, "propagationPolicy");
    if (policy.isEmpty()) {
      policy = call.parameter("propagationPolicy");
    }
    if (!policy.isEmpty() && !POLICIES.contains(policy)) {
      throw ApiException.invalid(
          "meta.k8s.io",
          "DeleteOptions",
          "",
          List.of(
              FieldError.unsupported(
                  "propagationPolicy",
                  policy,
                  List.of("Foreground", "Background", "Orphan", "nil"))));
    }
    JsonNode preconditions = body.path("preconditions");
    return new DeleteOptions(
        period,
        policy,
        Json.text(preconditions, "uid"),
        Json.text(preconditions, "resourceVersion"));
  }

  void checkPreconditions(StoredObject object) {
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw ApiException.failedPrecondition(
          object.resource(),
          object.name(),
          "the UID in the precondition ("
              + uid
              + ") does not match the UID in record ("
              + object.uid()
              + "). The object might have been deleted and then recreated");
    }
    String version = Json.text(object.tree(), "metadata", "resourceVersion");
    if (!resourceVersion.isEmpty() && !resourceVersion.equals(version)) {
      throw ApiException.failedPrecondition(
          object.resource(),
          object.name(),
          "the ResourceVersion in the precondition ("
              + resourceVersion
              + ") does not match the ResourceVersion in record ("
              + version
              + "). The object might have been modified");
    }
  }

  /** Adds the finalizer by which the garbage collector is told what to do first. */
  void addFinalizers(ObjectNode metadata) {
    String finalizer =
        switch (propagationPolicy) {
          case "Foreground" -> "foregroundDeletion";
          case "Orphan" -> "orphan";
          default -> "";
        };
    if (!finalizer.isEmpty()) {
      ArrayNode finalizers = Json.array();
      metadata.path("finalizers").forEach(finalizers::add);
      if (!Json.texts(finalizers).contains(finalizer)) {
        metadata.set("finalizers", finalizers.add(finalizer));
      }
    }
  }
}
