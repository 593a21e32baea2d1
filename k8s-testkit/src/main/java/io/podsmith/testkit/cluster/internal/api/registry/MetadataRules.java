// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import io.podsmith.testkit.cluster.internal.api.validation.LabelRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What metadata must look like. */
public final class MetadataRules {
  private static final int MOST_ANNOTATIONS = 256 * 1024;
  private static final Set<String> PLAIN_FINALIZERS =
      Set.of("orphan", "foregroundDeletion", "kubernetes");

  private MetadataRules() {}

  public static List<FieldError> validateNew(
      ApiResource resource, Strategy strategy, ObjectNode object) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode metadata = object.path("metadata");
    String name = Json.text(metadata, "name");
    String prefix = Json.text(metadata, "generateName");
    if (!prefix.isEmpty()) {
      String sample =
          prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
      for (String why : strategy.validateName(sample)) {
        wrong.add(FieldError.invalid("metadata.generateName", prefix, why));
      }
    }
    if (name.isEmpty()) {
      wrong.add(FieldError.required("metadata.name", "name or generateName is required"));
    } else {
      for (String why : strategy.validateName(name)) {
        wrong.add(FieldError.invalid("metadata.name", name, why));
      }
    }
    wrong.addAll(validateMaps(metadata));
    wrong.addAll(validateOwners(metadata));
    wrong.addAll(validateCoreFinalizers(resource, metadata));
    return wrong;
  }

  public static List<FieldError> validateUpdate(
      ApiResource resource, ObjectNode object, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode metadata = object.path("metadata");
    wrong.addAll(validateMaps(metadata));
    wrong.addAll(validateOwners(metadata));
    wrong.addAll(validateCoreFinalizers(resource, metadata));
    if (old.path("metadata").has("deletionTimestamp")) {
      List<String> before = Json.texts(old.path("metadata").path("finalizers"));
      List<String> added =
          Json.texts(metadata.path("finalizers")).stream()
              .filter(each -> !before.contains(each))
              .toList();
      if (!added.isEmpty()) {
        wrong.add(
            FieldError.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers []string{"
                    + String.join(", ", added.stream().map(each -> '"' + each + '"').toList())
                    + "}"));
      }
    }
    return wrong;
  }

  private static List<FieldError> validateMaps(JsonNode metadata) {
    List<FieldError> wrong = new ArrayList<>();
    wrong.addAll(LabelRules.validate(metadata.path("labels"), "metadata.labels"));
    long size = 0;
    for (var annotation : Json.fields(metadata.path("annotations"))) {
      String key = annotation.getKey();
      // Keys of annotations are compared without regard to case.
      for (String why : NameRules.qualifiedName(key.toLowerCase(java.util.Locale.ROOT))) {
        wrong.add(FieldError.invalid("metadata.annotations", key, why));
      }
      size += key.length() + annotation.getValue().asText().length();
    }
    if (size > MOST_ANNOTATIONS) {
      wrong.add(FieldError.tooLong("metadata.annotations", MOST_ANNOTATIONS));
    }
    List<String> finalizers = Json.texts(metadata.path("finalizers"));
    for (String finalizer : finalizers) {
      for (String why : NameRules.qualifiedName(finalizer)) {
        wrong.add(FieldError.invalid("metadata.finalizers", finalizer, why));
      }
    }
    return wrong;
  }

  /** Objects of the core group may have fewer finalizers without a domain than others. */
  private static List<FieldError> validateCoreFinalizers(ApiResource resource, JsonNode metadata) {
    List<FieldError> wrong = new ArrayList<>();
    List<String> finalizers = Json.texts(metadata.path("finalizers"));
    for (int i = 0; resource.group().isEmpty() && i < finalizers.size(); i++) {
      String finalizer = finalizers.get(i);
      if (!finalizer.contains("/") && !PLAIN_FINALIZERS.contains(finalizer)) {
        wrong.add(
            FieldError.invalid(
                "metadata.finalizers[" + i + "]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
    return wrong;
  }

  private static List<FieldError> validateOwners(JsonNode metadata) {
    List<FieldError> wrong = new ArrayList<>();
    String field = "metadata.ownerReferences";
    List<String> controllers = new ArrayList<>();
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (Json.text(owner, "apiVersion").isEmpty()) {
        wrong.add(FieldError.invalid(field + ".apiVersion", "", "version must not be empty"));
      }
      for (String part : List.of("kind", "name", "uid")) {
        if (Json.text(owner, part).isEmpty()) {
          wrong.add(FieldError.invalid(field + "." + part, "", "must not be empty"));
        }
      }
      if (owner.path("controller").asBoolean(false)) {
        controllers.add(Json.text(owner, "kind") + "/" + Json.text(owner, "name"));
      }
    }
    if (controllers.size() > 1) {
      wrong.add(
          FieldError.invalid(
              field,
              metadata.path("ownerReferences"),
              "Only one reference can have Controller set to true. Found \"true\" in references for"
                  + " "
                  + controllers.get(0)
                  + " and "
                  + controllers.get(1)));
    }
    return wrong;
  }
}
