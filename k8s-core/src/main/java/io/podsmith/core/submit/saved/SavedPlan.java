// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanObjects;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.PodFields;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A plan that was saved, as what a launch creates. */
public final class SavedPlan {
  /** The copy of a file that a preview names: uploads have random UUIDs, of version 4. */
  private static final Pattern NOT_UPLOADED =
      Pattern.compile("[^\\s,=\\[]*/spark-upload-[0-9a-f]{8}-[0-9a-f]{4}-3[^\\s,\\]]*");

  private final Plan plan;

  public SavedPlan(Plan plan) {
    this.plan = plan;
  }

  /**
   * Checks that the plan can be applied as it is.
   *
   * @throws PodsmithException if it lacks something
   */
  public void requireComplete() {
    lacking()
        .ifPresent(
            words -> {
              throw new PodsmithException(
                  PodsmithError.PLAN_WITHHELD,
                  "%s; pass the settings and the application that it was made from"
                      .formatted(words));
            });
  }

  /** Returns what the plan lacks: a secret or an uploaded file; empty if it is complete. */
  public Optional<String> lacking() {
    return withheld()
        .map(
            field ->
                "the plan cannot be applied as it is, because %s is secret and not in it"
                    .formatted(field))
        .or(
            () ->
                notUploaded()
                    .map(
                        uri ->
                            "the plan cannot be applied as it is, because %s was not uploaded"
                                .formatted(uri)));
  }

  private Optional<String> notUploaded() {
    return plan.objects().stream()
        .flatMap(object -> PodFields.leaves(object).values().stream())
        .map(String::valueOf)
        .map(NOT_UPLOADED::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }

  /** Returns a field whose value is withheld, with its object. */
  private Optional<String> withheld() {
    for (Map<String, Object> object : plan.objects()) {
      for (Map.Entry<String, Object> leaf : PodFields.leaves(object).entrySet()) {
        if (String.valueOf(leaf.getValue()).contains(Plan.WITHHELD)) {
          String name =
              object.get("metadata") instanceof Map<?, ?> metadata
                  ? String.valueOf(metadata.get("name"))
                  : "";
          return Optional.of("%s of %s %s".formatted(leaf.getKey(), object.get("kind"), name));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Checks that the driver pod does not exist: a launch takes a pod of its own application for the
   * one that it created itself.
   *
   * @throws ClusterException if it exists or cannot be read
   */
  public static void requireNotApplied(KubernetesClient client, Pod pod, String namespace) {
    String name = pod.getMetadata().getName();
    Target target = Target.of(pod, Optional.of(namespace));
    try {
      if (client.pods().inNamespace(namespace).withName(name).get() == null) {
        return;
      }
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of(e, client.getConfiguration(), "get", target);
    }
    throw new ClusterException(
        PodsmithError.CLUSTER_CONFLICT,
        """
        cannot create %s: it exists, so that the plan may have been applied before; plan again, or \
        delete it with: %s\
        """
            .formatted(target, target.deleteCommand()),
        HttpURLConnection.HTTP_CONFLICT,
        null);
  }

  /**
   * Returns what is to be created.
   *
   * @throws PodsmithException if an object of the plan cannot be read as one
   */
  public DriverSpec spec() {
    Map<Boolean, List<HasMetadata>> objects =
        plan.driver().objects().stream()
            .collect(
                Collectors.partitioningBy(
                    PlannedObject::isBeforePod,
                    Collectors.mapping(
                        each -> PlanObjects.object(each.object()), Collectors.toList())));
    TreeMap<String, String> properties = new TreeMap<>();
    plan.properties()
        .forEach(read -> read.value().ifPresent(value -> properties.put(read.key(), value)));
    return new DriverSpec(
        PlanObjects.pod(plan.driver().pod()),
        objects.getOrDefault(true, List.of()),
        objects.getOrDefault(false, List.of()),
        properties,
        contributions(),
        SpecOrigins.ofSavedPlan(),
        "",
        Optional.empty(),
        plan.executorUnknown());
  }

  /** Returns the name of the writer of each leaf of the pod, by its path. */
  public Map<String, String> writers() {
    Map<String, String> writers = new LinkedHashMap<>();
    for (FieldProvenance field : plan.driver().fields()) {
      if (!field.writes().isEmpty() && !field.winner().isRemoval()) {
        writers.put(field.path(), field.winner().writer().manager());
      }
    }
    return writers;
  }

  private List<StepContribution> contributions() {
    Map<String, Long> fields =
        writers().values().stream()
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    return plan.driver().steps().stream()
        .filter(step -> fields.containsKey(step.id()))
        .map(step -> contribution(step, fields.getOrDefault(step.id(), 0L)))
        .toList();
  }

  private static StepContribution contribution(PlannedStep step, long fields) {
    return new StepContribution(
        step.id(), step.artifact().origin(), List.of("%d fields".formatted(fields)));
  }
}
