// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.core.conf.LocalMaster;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.executors.ClaimUse;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SetKind;
import java.util.List;
import java.util.Optional;

/**
 * The requests of a driver: those of executor management ({@code ClusterApi}, {@code
 * CollectionApi}, {@code GrowthApi}), of {@code ExecutorParts}, {@code ExecutorSecret} and {@code
 * ExitDiagnostics}.
 */
final class DriverNeeds {
  private static final String PLUGINS = "org.apache.spark.scheduler.cluster.k8s.";
  private static final String ALLOCATOR = ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key();

  private final Job job;
  private final PodSettings settings;
  private final NeedList needs;
  private final Optional<String> pod;

  private DriverNeeds(Job job) {
    this.job = job;
    this.settings = PodSettings.read(job.driver().withoutReferences());
    this.needs = new NeedList(job.namespace());
    this.pod = job.driverName();
  }

  static List<AccessNeed> of(Job job) {
    DriverNeeds all = new DriverNeeds(job);
    if (!isLocal(job)) {
      all.addSelf();
      all.addPods();
      all.addSets();
      all.addExecutorObjects();
      all.addConfiguration();
      all.addEnd();
      all.addGrowth();
    }
    all.addDiagnostics();
    return all.needs.needs();
  }

  /** Returns whether the driver runs all tasks itself and has no executors. */
  private static boolean isLocal(Job job) {
    String master = job.driver().get(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL);
    return LocalMaster.find(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key(), master).isPresent();
  }

  private boolean isDirect() {
    return settings.allocator().set().isEmpty() && settings.allocator().className().isEmpty();
  }

  private void addSelf() {
    needs.required(
        Resources.PODS, Verb.GET, pod, "reads the driver pod, the owner of what it creates");
    if (!settings.driverReadinessTimeout().isZero()) {
      needs.optional(
          Resources.PODS,
          Verb.GET,
          pod,
          "waits until the driver pod is ready (%s)"
              .formatted(ExecutorKeys.KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT.key()),
          "executors are requested after that time");
    }
  }

  private void addPods() {
    if (settings.allocator().set().isEmpty()) {
      needs
          .required(Resources.PODS, Verb.CREATE, "creates executors (%s)".formatted(ALLOCATOR))
          .required(
              Resources.PODS,
              Verb.GET,
              "looks up executors whose creation was not answered or conflicts");
    }
    addObservation();
    needs
        .required(
            Resources.PODS, Verb.DELETE, "deletes executors that are released, excess or failed")
        .optional(
            Resources.PODS,
            Verb.DELETECOLLECTION,
            "deletes many executors with one request",
            "they are deleted individually");
    if (!settings.cleanup().executors() && settings.allocator().set().isEmpty()) {
      needs.optional(
          Resources.PODS,
          Verb.PATCH,
          "marks executors that ended and are kept (%s)"
              .formatted(ExecutorKeys.KUBERNETES_DELETE_EXECUTORS.key()),
          "a warning is logged, and they are listed again");
    }
    if (settings.decommissionLabel().isPresent()) {
      needs.optional(
          Resources.PODS,
          Verb.PATCH,
          "labels executors that are decommissioned (%s)"
              .formatted(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL.key()),
          "a warning is logged, and the label is missing");
    }
  }

  private void addObservation() {
    boolean watches = settings.polling().watches();
    boolean polls = settings.polling().polls();
    if (watches && polls) {
      needs
          .optional(
              Resources.PODS,
              Verb.WATCH,
              "observes executors (%s)"
                  .formatted(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER.key()),
              "executors are listed every %d s only, and a warning is logged"
                  .formatted(settings.polling().interval().toSeconds()))
          .optional(
              Resources.PODS,
              Verb.LIST,
              "observes executors if a watch misses a change (%s)"
                  .formatted(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_POLLING.key()),
              "executors are only watched, which requires Kubernetes 1.32, and a warning is logged");
    } else {
      needs.required(
          Resources.PODS,
          watches ? Verb.WATCH : Verb.LIST,
          "observes executors (%s)"
              .formatted(
                  watches
                      ? ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER.key()
                      : ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_POLLING.key()));
      needs.optional(
          Resources.PODS,
          Verb.LIST,
          "finds the executors that exist at the beginning and at the end",
          "this requires Kubernetes 1.32, and executors are deleted by their known names");
    }
  }

  private void addSets() {
    Optional<SetKind> chosen = settings.allocator().set();
    if (chosen.isEmpty()) {
      return;
    }
    SetKind kind = chosen.get();
    ApiResource sets = new ApiResource("apps", kind.plural());
    String by = "%s, %s".formatted(ALLOCATOR, kind.kind());
    needs
        .required(
            sets, Verb.CREATE, "creates the %s of each resource profile".formatted(kind.kind()))
        .required(
            new ApiResource("apps", "%s/scale".formatted(kind.plural())),
            Verb.UPDATE,
            "sets the number of executors (%s)".formatted(by))
        .required(sets, Verb.DELETE, "deletes the %s at the end".formatted(kind.kind()))
        .optional(
            sets,
            Verb.GET,
            "finds out why the %s has too few pods, and whether it exists".formatted(kind.kind()),
            "the log has the command that shows it; one that was deleted is not created again")
        .required(Resources.PODS, Verb.PATCH, "labels executors with their ids (%s)".formatted(by));
    if (kind == SetKind.STATEFUL_SET) {
      needs.optional(
          Resources.EVENTS,
          Verb.LIST,
          "finds out why the StatefulSet has too few pods",
          "the log has the command that shows it");
    }
  }

  /** Claims of sets are in their templates, and a controller creates them. */
  private void addExecutorObjects() {
    boolean isSet = settings.allocator().set().isPresent();
    for (JobObject object : job.executorObjects()) {
      boolean isClaim = object.object() instanceof PersistentVolumeClaim;
      if (isSet && isClaim) {
        continue;
      }
      NeedList there = needs.in(object.namespace(job.namespace()));
      ApiResource resource = object.resource();
      there
          .required(
              resource, Verb.CREATE, "creates %s beside each executor".formatted(object.words()))
          .optional(
              resource,
              Verb.GET,
              "finds out whose %s is if it exists".formatted(object.words()),
              "the executor is not created if it exists")
          .optional(
              resource,
              Verb.DELETE,
              "deletes %s if its executor cannot be created".formatted(object.words()),
              "it stays until the driver pod is deleted, or longer if nothing owns it");
      if (object.isBeforePod()) {
        there.required(
            resource, Verb.PATCH, "makes the executor the owner of %s".formatted(object.words()));
      }
      if (isClaim && settings.claims().reuse() && isDirect()) {
        there.optional(
            resource,
            Verb.LIST,
            "finds claims to reuse (%s)".formatted(PodKeys.KUBERNETES_DRIVER_REUSE_PVC.key()),
            "claims are not reused");
      }
    }
  }

  private void addConfiguration() {
    if (!job.driver().get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP)) {
      needs.required(
          Resources.CONFIG_MAPS,
          Verb.CREATE,
          "creates the ConfigMap of executors (unless %s is true)"
              .formatted(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP.key()));
    }
    if (job.driver().get(PodsmithKeys.PROTECT_EXECUTOR_ENVIRONMENT)) {
      String key = PodsmithKeys.PROTECT_EXECUTOR_ENVIRONMENT.key();
      needs
          .required(
              Resources.SECRETS, Verb.CREATE, "creates the Secret of executors (%s)".formatted(key))
          .optional(
              Resources.SECRETS,
              Verb.DELETE,
              "deletes the Secret of executors at the end (%s)".formatted(key),
              "it stays until the driver pod is deleted, and a warning is logged");
    }
  }

  private void addEnd() {
    if (settings.cleanup().driverService()) {
      addDeletion(
          Resources.SERVICES,
          "the driver's Service",
          PodKeys.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION.key());
    }
    if (settings.cleanup().configMap()) {
      addDeletion(
          Resources.CONFIG_MAPS,
          "the ConfigMap of executors",
          ExecutorKeys.KUBERNETES_DELETE_EXECUTORS.key());
    }
    boolean mayHaveClaims =
        settings.allocator().className().isPresent()
            || ClaimUse.onDemand(job.driver())
            || ClaimUse.of(job.driverPod());
    if (settings.claims().driverOwns() && mayHaveClaims) {
      addDeletion(
          Resources.CLAIMS,
          "the claims of the application",
          PodKeys.KUBERNETES_DRIVER_OWN_PVC.key());
    }
  }

  /** One request deletes all; the other verbs are for a server that is too slow for that. */
  private void addDeletion(ApiResource resource, String what, String key) {
    String stays = "%s stay until the driver pod is deleted".formatted(resource.name());
    needs
        .optional(
            resource,
            Verb.DELETECOLLECTION,
            "deletes %s at the end (%s)".formatted(what, key),
            "list and delete are used; without any of them, %s".formatted(stays))
        .optional(
            resource,
            Verb.LIST,
            "deletes %s without deletecollection, or if that takes too long".formatted(what),
            "it is deleted by its known name, or with deletecollection only")
        .optional(
            resource,
            Verb.DELETE,
            "deletes %s without deletecollection, or if that takes too long".formatted(what),
            "deletecollection alone is used");
  }

  private void addGrowth() {
    List<String> plugins = job.driver().get(SparkKeys.PLUGINS);
    if (isDirect()
        && plugins.contains("%sExecutorResizePlugin".formatted(PLUGINS))
        && job.driver().get(ExecutorKeys.EXECUTOR_RESIZE_INTERVAL) > 0) {
      String key = ExecutorKeys.EXECUTOR_RESIZE_INTERVAL.key();
      needs
          .optional(
              Resources.POD_METRICS,
              Verb.LIST,
              "reads the memory usage of executors (%s)".formatted(key),
              "executors are not resized, and a warning is logged")
          .optional(
              Resources.POD_RESIZE,
              Verb.PATCH,
              "resizes the memory of executors (%s)".formatted(key),
              "executors are not resized, and a warning is logged");
    }
    if (isDirect()
        && plugins.contains("%sExecutorPVCResizePlugin".formatted(PLUGINS))
        && job.driver().get(ExecutorKeys.PVC_RESIZE_INTERVAL) > 0) {
      String key = ExecutorKeys.PVC_RESIZE_INTERVAL.key();
      String without = "claims do not grow, and a warning is logged";
      needs
          .optional(
              Resources.PODS,
              Verb.GET,
              "finds the claims of an executor (%s)".formatted(key),
              without)
          .optional(
              Resources.CLAIMS, Verb.GET, "reads the size of claims (%s)".formatted(key), without)
          .optional(Resources.CLAIMS, Verb.PATCH, "resizes claims (%s)".formatted(key), without);
    }
  }

  private void addDiagnostics() {
    if (job.driver().get(ClusterKeys.KUBERNETES_ANNOTATE_EXIT_EXCEPTION)) {
      String why =
          "writes the exception that ended the application to the driver pod (%s)"
              .formatted(ClusterKeys.KUBERNETES_ANNOTATE_EXIT_EXCEPTION.key());
      String without = "the annotation is missing";
      needs
          .optional(Resources.PODS, Verb.GET, pod, why, without)
          .optional(Resources.PODS, Verb.PATCH, pod, why, without);
    }
  }
}
