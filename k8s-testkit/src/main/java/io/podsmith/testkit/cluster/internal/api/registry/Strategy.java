// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is special about a kind: defaults, what clients may not set, what is valid. This class is
 * right for kinds of which nothing special is known.
 */
public class Strategy {
  /** Fills in what the client left out. Called for every body, before anything else. */
  public void setDefaults(ObjectNode object) {}

  /** Sets what belongs to the server, in an object that is to be created. */
  public void prepareForCreate(ApiResource resource, ObjectNode object) {
    if (resource.subresources().containsKey("status")) {
      object.remove("status");
    }
    if (hasGeneration(resource)) {
      Json.metadata(object).put("generation", 1);
    }
  }

  /** Takes over from the old object what this kind of update does not change. */
  public void prepareForUpdate(ApiResource resource, ObjectNode object, ObjectNode old) {
    if (resource.subresources().containsKey("status")) {
      keep(object, old, "status");
    }
    if (hasGeneration(resource)) {
      boolean changed = !specOf(object).equals(specOf(old));
      long generation = old.path("metadata").path("generation").asLong(1);
      Json.metadata(object).set("generation", Json.number(changed ? generation + 1 : generation));
    }
  }

  /** Whether a subresource is another way to change the object, with rules of its own. */
  public boolean hasOwnRules(String subresource) {
    return false;
  }

  /** Takes over from the old object what a change by way of a subresource leaves alone. */
  public void prepareForUpdateOf(String subresource, ObjectNode object, ObjectNode old) {}

  /** Finds what is wrong with a change by way of a subresource. */
  public List<FieldError> validateUpdateOf(String subresource, ObjectNode object, ObjectNode old) {
    return List.of();
  }

  /** As {@link #prepareForUpdate}, where only the status is to change. */
  public void prepareForStatusUpdate(ApiResource resource, ObjectNode object, ObjectNode old) {
    for (String field : fieldNames(object, old)) {
      if (!List.of("kind", "apiVersion", "metadata", "status").contains(field)) {
        keep(object, old, field);
      }
    }
    // Labels and the like may be changed on this way, too, except where the server guards them.
    if (resource.isPod() || resource.group().equals("apps")) {
      String guarded = resource.isPod() ? "ownerReferences" : "labels";
      keep(Json.metadata(object), (ObjectNode) old.path("metadata"), guarded);
    }
  }

  /** Finds what is wrong with an object that is to be created. */
  public List<FieldError> validate(ApiResource resource, ObjectNode object) {
    return List.of();
  }

  /** Finds what is wrong with a change. */
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode object, ObjectNode old) {
    return validate(resource, object);
  }

  /** Finds what is wrong with the name of an object that is to be created. */
  List<String> validateName(String name) {
    return NameRules.subdomain(name);
  }

  /** Whether a deletion is answered with the object instead of a Status. */
  public boolean returnsDeleted() {
    return false;
  }

  /**
   * How long the object is given after its deletion has been asked for; empty where it goes at
   * once, without any grace.
   */
  public Optional<Long> gracePeriod(ObjectNode object, Optional<Long> wanted) {
    return Optional.empty();
  }

  /** Whether changes of the spec are counted. */
  boolean hasGeneration(ApiResource resource) {
    boolean counts =
        resource.group().equals("apps")
            || resource.group().equals("batch")
            || resource.group().equals("policy")
            || resource.group().equals("networking.k8s.io")
            || resource.group().contains("volcano");
    return counts && resource.type().field("spec").isPresent();
  }

  private static ObjectNode specOf(ObjectNode object) {
    ObjectNode spec = Json.object();
    for (var field : Json.fields(object)) {
      if (!field.getKey().equals("metadata") && !field.getKey().equals("status")) {
        spec.set(field.getKey(), field.getValue());
      }
    }
    return spec;
  }

  private static List<String> fieldNames(ObjectNode one, ObjectNode other) {
    List<String> names = new ArrayList<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public static void keep(ObjectNode object, ObjectNode old, String field) {
    JsonNode value = old.get(field);
    if (value == null) {
      object.remove(field);
    } else if (!Objects.equals(object.get(field), value)) {
      object.set(field, value.deepCopy());
    }
  }
}
