// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.selector.LabelSelector;
import io.podsmith.testkit.cluster.internal.api.validation.LabelRules;
import io.podsmith.testkit.cluster.internal.api.validation.PodValidation;
import java.util.ArrayList;
import java.util.List;

/** Deployments, replica sets and stateful sets. */
final class WorkloadStrategy extends Strategy {
  @Override
  public void setDefaults(ObjectNode workload) {
    ObjectNode spec = Json.child(workload, "spec");
    Json.defaultTo(spec, "replicas", 1);
    ObjectNode template = Json.child(spec, "template");
    Json.metadata(template);
    PodDefaults.apply(Json.child(template, "spec"));
    switch (Json.text(workload, "kind")) {
      case "Deployment" -> deployment(spec);
      case "StatefulSet" -> statefulSet(spec);
      default -> {}
    }
  }

  private static void deployment(ObjectNode spec) {
    ObjectNode strategy = Json.child(spec, "strategy");
    Json.defaultTo(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      Json.defaultTo(rolling, "maxUnavailable", "25%");
      Json.defaultTo(rolling, "maxSurge", "25%");
    }
    Json.defaultTo(spec, "revisionHistoryLimit", 10);
    Json.defaultTo(spec, "progressDeadlineSeconds", 600);
  }

  private static void statefulSet(ObjectNode spec) {
    Json.defaultTo(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    Json.defaultTo(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      Json.defaultTo(Json.child(strategy, "rollingUpdate"), "partition", 0);
    }
    Json.defaultTo(spec, "revisionHistoryLimit", 10);
    ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
    Json.defaultTo(retention, "whenDeleted", "Retain");
    Json.defaultTo(retention, "whenScaled", "Retain");
    if (!spec.has("serviceName")) {
      spec.put("serviceName", "");
    }
    for (ObjectNode claim : Json.objects(spec.path("volumeClaimTemplates"))) {
      claim.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
      Json.defaultTo(Json.child(claim, "spec"), "volumeMode", "Filesystem");
      Json.defaultTo(Json.child(claim, "status"), "phase", "Pending");
    }
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode workload) {
    super.prepareForCreate(resource, workload);
    ObjectNode status = workload.putObject("status");
    if (!resource.plural().equals("deployments")) {
      status.put("replicas", 0);
    }
    if (resource.plural().equals("statefulsets")) {
      status.put("availableReplicas", 0);
    }
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode workload) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode spec = workload.path("spec");
    JsonNode template = spec.path("template");
    boolean isStateful = resource.plural().equals("statefulsets");
    String policy = Json.text(spec, "podManagementPolicy");
    if (isStateful && !List.of("OrderedReady", "Parallel").contains(policy)) {
      wrong.add(
          FieldError.invalid(
              "spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"));
    }
    if (spec.path("replicas").asInt() < 0) {
      wrong.add(
          FieldError.invalid(
              "spec.replicas",
              spec.path("replicas").asInt(),
              "must be greater than or equal to 0"));
    }
    JsonNode selector = spec.path("selector");
    if (selector.isMissingNode()) {
      wrong.add(FieldError.required("spec.selector", ""));
    } else if (LabelSelector.of(selector).isEverything()) {
      String kind = resource.kind().toLowerCase(java.util.Locale.ROOT);
      wrong.add(
          FieldError.invalid("spec.selector", selector, "empty selector is invalid for " + kind));
      return wrong;
    }
    JsonNode labels = template.path("metadata").path("labels");
    if (selector.isMissingNode() || !LabelSelector.of(selector).matches(template)) {
      wrong.add(
          FieldError.invalid(
              "spec.template.metadata.labels",
              labels.isMissingNode() ? Json.MAPPER.nullNode() : labels,
              "`selector` does not match template `labels`"));
    }
    wrong.addAll(LabelRules.validate(labels, "spec.template.labels"));
    wrong.addAll(
        PodValidation.validate(
            isStateful ? podOfSet(spec) : template.path("spec"), "spec.template.spec"));
    String restart = Json.text(template, "spec", "restartPolicy");
    if (List.of("OnFailure", "Never").contains(restart)) {
      wrong.add(
          FieldError.unsupported("spec.template.spec.restartPolicy", restart, List.of("Always")));
    }
    return wrong;
  }

  /** A pod of a stateful set has a host name of its own, and claims where templates say so. */
  private static JsonNode podOfSet(JsonNode spec) {
    JsonNode pod = spec.path("template").path("spec").deepCopy();
    if (pod instanceof ObjectNode object) {
      object.remove("hostname");
      for (ObjectNode claim : Json.objects(spec.path("volumeClaimTemplates"))) {
        String name = Json.name(claim);
        object
            .withArray("volumes")
            .addObject()
            .put("name", name)
            .putObject("persistentVolumeClaim")
            .put("claimName", name);
      }
    }
    return pod;
  }

  @Override
  public List<FieldError> validateUpdate(
      ApiResource resource, ObjectNode workload, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>(validate(resource, workload));
    JsonNode selector = workload.path("spec").path("selector");
    if (resource.plural().equals("statefulsets")) {
      ObjectNode now = workload.path("spec").deepCopy();
      ObjectNode before = old.path("spec").deepCopy();
      for (ObjectNode spec : List.of(now, before)) {
        spec.remove(
            List.of(
                "replicas",
                "ordinals",
                "template",
                "updateStrategy",
                "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
                "minReadySeconds"));
      }
      if (!now.equals(before)) {
        wrong.add(
            FieldError.forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                    + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                    + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                    + " forbidden"));
      }
    } else if (!selector.equals(old.path("spec").path("selector"))) {
      wrong.add(FieldError.invalid("spec.selector", selector, "field is immutable"));
    }
    return wrong;
  }
}
