// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.validation.LabelRules;
import io.podsmith.testkit.cluster.internal.api.validation.PodValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Jobs without pods, such as those of an atomic submission. A Job that wants pods is rejected,
 * because nothing would create them.
 */
final class JobStrategy extends Strategy {
  private static final int LONGEST_NAME = 63;

  @Override
  public void setDefaults(ObjectNode job) {
    ObjectNode spec = Json.child(job, "spec");
    if (!spec.has("parallelism") && !spec.has("completions")) {
      spec.put("completions", 1);
    }
    Json.defaultTo(spec, "parallelism", 1);
    Json.defaultTo(spec, "backoffLimit", 6);
    Json.defaultTo(spec, "completionMode", "NonIndexed");
    Json.defaultTo(spec, "podReplacementPolicy", "TerminatingOrFailed");
    Json.defaultTo(spec, "suspend", false);
    Json.defaultTo(spec, "manualSelector", false);
    ObjectNode template = Json.child(spec, "template");
    Json.metadata(template);
    PodDefaults.apply(Json.child(template, "spec"));
  }

  /** The selector and its labels come from the uid. */
  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode job) {
    super.prepareForCreate(resource, job);
    job.putObject("status");
    String uid = Json.text(job, "metadata", "uid");
    String name = Json.name(job);
    ObjectNode spec = Json.child(job, "spec");
    ObjectNode labels = Json.child(Json.metadata(Json.child(spec, "template")), "labels");
    Map.of(
            "batch.kubernetes.io/controller-uid", uid,
            "controller-uid", uid,
            "batch.kubernetes.io/job-name", name,
            "job-name", name)
        .forEach(labels::put);
    Json.child(Json.child(spec, "selector"), "matchLabels")
        .put("batch.kubernetes.io/controller-uid", uid);
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode job) {
    List<FieldError> wrong = new ArrayList<>();
    ObjectNode spec = Json.child(job, "spec");
    int parallelism = spec.path("parallelism").asInt();
    if (parallelism != 0) {
      wrong.add(
          FieldError.invalid(
              "spec.parallelism",
              parallelism,
              "must be 0, because the embedded cluster runs no pods of Jobs"));
    }
    for (String field : List.of("activeDeadlineSeconds", "ttlSecondsAfterFinished")) {
      if (spec.path(field).asLong() < 0) {
        wrong.add(
            FieldError.invalid(
                "spec." + field, spec.path(field).asLong(), "must be greater than or equal to 0"));
      }
    }
    String restart = Json.text(spec, "template", "spec", "restartPolicy");
    if (!List.of("OnFailure", "Never").contains(restart)) {
      wrong.add(
          FieldError.unsupported(
              "spec.template.spec.restartPolicy", restart, List.of("OnFailure", "Never")));
    }
    wrong.addAll(
        LabelRules.validate(
            spec.path("template").path("metadata").path("labels"), "spec.template.labels"));
    wrong.addAll(PodValidation.validate(spec.path("template").path("spec"), "spec.template.spec"));
    return wrong;
  }

  @Override
  List<String> validateName(String name) {
    List<String> wrong = new ArrayList<>(super.validateName(name));
    if (name.length() > LONGEST_NAME) {
      wrong.add("must be no more than " + LONGEST_NAME + " characters");
    }
    return wrong;
  }
}
