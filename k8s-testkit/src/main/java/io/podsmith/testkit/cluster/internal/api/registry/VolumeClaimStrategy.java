// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Claims on volumes. */
public final class VolumeClaimStrategy extends Strategy {
  public static final String PROTECTION = "kubernetes.io/pvc-protection";
  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  @Override
  public void setDefaults(ObjectNode claim) {
    Json.defaultTo(Json.child(claim, "spec"), "volumeMode", "Filesystem");
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode claim) {
    claim.putObject("status").put("phase", "Pending");
    protect(claim, PROTECTION);
  }

  static void protect(ObjectNode object, String finalizer) {
    ObjectNode metadata = Json.metadata(object);
    ArrayNode finalizers =
        metadata.get("finalizers") instanceof ArrayNode list
            ? list
            : metadata.putArray("finalizers");
    if (!Json.texts(finalizers).contains(finalizer)) {
      finalizers.add(finalizer);
    }
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode claim) {
    return validate(claim.path("spec"), "spec");
  }

  public static List<FieldError> validate(JsonNode spec, String path) {
    List<FieldError> wrong = new ArrayList<>();
    if (spec.path("accessModes").isEmpty()) {
      wrong.add(FieldError.required(path + ".accessModes", "at least 1 access mode is required"));
    }
    for (String mode : Json.texts(spec.path("accessModes"))) {
      if (!ACCESS_MODES.contains(mode)) {
        wrong.add(FieldError.unsupported(path + ".accessModes", mode, ACCESS_MODES));
      }
    }
    JsonNode storage = spec.path("resources").path("requests").path("storage");
    if (storage.isMissingNode()) {
      wrong.add(FieldError.required(path + ".resources[storage]", ""));
    } else if (Quantities.parse(storage).signum() <= 0) {
      wrong.add(
          FieldError.invalid(path + ".resources[storage]", storage, "must be greater than zero"));
    }
    return wrong;
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode claim, ObjectNode old) {
    ObjectNode now = claim.path("spec").deepCopy();
    ObjectNode before = old.path("spec").deepCopy();
    List<FieldError> wrong = new ArrayList<>(validate(now, "spec"));
    if (isBound(old)) {
      for (ObjectNode spec : List.of(now, before)) {
        Json.child(Json.child(spec, "resources"), "requests").remove("storage");
        spec.remove("volumeAttributesClassName");
      }
    }
    if (!before.has("volumeName")) {
      now.remove("volumeName");
    }
    if (!now.equals(before)) {
      wrong.add(
          FieldError.forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims"));
    }
    // A claim that was made to grow may shrink again, as long as nobody has made it grow.
    boolean shrinks = storage(claim).compareTo(storage(old)) < 0;
    BigDecimal capacity = Quantities.parse(old.path("status").path("capacity").path("storage"));
    if (isBound(old) && shrinks && storage(claim).compareTo(capacity) <= 0) {
      wrong.add(
          FieldError.forbidden(
              "spec.resources.requests.storage", "field can not be less than status.capacity"));
    }
    return wrong;
  }

  public static boolean isBound(ObjectNode claim) {
    return Json.text(claim, "status", "phase").equals("Bound");
  }

  public static BigDecimal storage(ObjectNode claim) {
    return Quantities.parse(claim.path("spec").path("resources").path("requests").path("storage"));
  }
}
