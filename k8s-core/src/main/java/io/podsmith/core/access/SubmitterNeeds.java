// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.List;
import java.util.Optional;

/**
 * The requests of a submission and of the commands that follow it: those of {@code DriverCreation},
 * {@code GuardedCreation}, {@code CleanUp}, {@code StepFields}, {@code DriverRequests}, {@code
 * PodEvents}, {@code DriverLog} and {@code SubmissionControl}.
 */
final class SubmitterNeeds {
  private static final String WAIT = ClusterKeys.WAIT_FOR_APP_COMPLETION.key();
  private static final String TAKE_BACK = "deletes %s if the submission fails";
  private static final String LEFT = "%s stays; the error has the command that deletes it";

  private final Job job;
  private final NeedList needs;
  private final Optional<String> pod;

  private SubmitterNeeds(Job job) {
    this.job = job;
    this.needs = new NeedList(job.namespace());
    this.pod = job.driverName();
  }

  static List<AccessNeed> of(Job job) {
    SubmitterNeeds all = new SubmitterNeeds(job);
    all.addPod();
    job.objects().forEach(all::addObject);
    all.addCommands();
    return all.needs.needs();
  }

  private void addPod() {
    needs.required(Resources.PODS, Verb.CREATE, "creates the driver pod");
    if (job.isSavedPlan()) {
      needs.required(Resources.PODS, Verb.GET, pod, "checks that the plan was not applied before");
    }
    if (job.submission().get(ClusterKeys.WAIT_FOR_APP_COMPLETION)) {
      needs
          .required(
              Resources.PODS, Verb.GET, pod, "reads the driver until it ends (%s)".formatted(WAIT))
          .optional(
              Resources.PODS,
              Verb.WATCH,
              "follows the driver until it ends (%s)".formatted(WAIT),
              "the driver is read every 30 s instead")
          .optional(
              Resources.EVENTS,
              Verb.LIST,
              "explains why a driver does not start (%s)".formatted(WAIT),
              "the reason is not logged");
    }
    needs
        .optional(
            Resources.PODS,
            Verb.GET,
            pod,
            "looks up the driver pod if the answer to its creation was lost",
            "the submission fails, and the error says that the pod may have been created")
        .optional(
            Resources.PODS,
            Verb.DELETE,
            pod,
            TAKE_BACK.formatted("the driver pod"),
            LEFT.formatted("the driver pod"));
    if (job.submission().get(PodsmithKeys.MANAGED_FIELDS)) {
      needs.optional(
          Resources.PODS,
          Verb.PATCH,
          pod,
          "names the steps in the managed fields (%s)".formatted(PodsmithKeys.MANAGED_FIELDS.key()),
          "the managed fields name the client, and a warning is logged");
    }
  }

  private void addObject(JobObject object) {
    NeedList there = needs.in(object.namespace(job.namespace()));
    ApiResource resource = object.resource();
    if (SubmissionLease.isLease(object.object())) {
      addLease(there, resource);
      return;
    }
    if (object.isNew()) {
      there
          .required(resource, Verb.CREATE, "creates %s".formatted(object.words()))
          .optional(
              resource,
              Verb.GET,
              object.name(),
              "checks whether %s exists".formatted(object.words()),
              "if it exists, the error does not say whose it is")
          .optional(
              resource,
              Verb.DELETE,
              object.name(),
              "replaces %s that a driver which has ended has left".formatted(object.words()),
              "the submission fails until it is deleted");
      needs.optional(
          Resources.PODS,
          Verb.GET,
          pod,
          "finds out whether the driver that owns %s has ended".formatted(object.words()),
          "the submission fails if it exists");
    } else {
      there
          .required(resource, Verb.CREATE, "creates %s".formatted(object.words()))
          .required(resource, Verb.PATCH, object.name(), "applies %s".formatted(object.words()));
    }
    there.optional(
        resource,
        Verb.DELETE,
        object.name(),
        TAKE_BACK.formatted(object.words()),
        LEFT.formatted(object.words()));
    boolean isOwned = object.namespace(job.namespace()).equals(Optional.of(job.namespace()));
    if (object.isBeforePod() && isOwned) {
      there.required(
          resource,
          Verb.PATCH,
          object.name(),
          "makes the driver pod the owner of %s".formatted(object.words()));
    }
  }

  /** The Job has another name in each submission. */
  private void addLease(NeedList there, ApiResource jobs) {
    String by = PodsmithKeys.ATOMIC_SUBMISSION.key();
    there
        .required(jobs, Verb.CREATE, "creates the lease of the submission (%s)".formatted(by))
        .optional(
            jobs,
            Verb.GET,
            "looks up the lease if the answer to its creation was lost",
            "the submission fails, and the lease expires")
        .optional(
            jobs,
            Verb.DELETE,
            "deletes the lease once the driver can start (%s)".formatted(by),
            "the lease expires, which looks like a failed Job, and a warning is logged");
    needs.required(
        Resources.PODS,
        Verb.PATCH,
        pod,
        "lets the driver start once all objects exist (%s)".formatted(by));
  }

  private void addCommands() {
    needs
        .optional(Resources.PODS, Verb.GET, pod, "spark-submit --status", "the command is denied")
        .optional(
            Resources.PODS,
            Verb.LIST,
            "spark-submit --status and --kill with a pattern; podsmith status, kill and logs",
            "the commands are denied")
        .optional(
            Resources.PODS,
            Verb.DELETE,
            pod,
            "spark-submit --kill; podsmith kill",
            "the commands are denied")
        .optional(
            Resources.EVENTS,
            Verb.LIST,
            "podsmith status",
            "the reason why a pod does not start is not shown")
        .optional(
            Resources.POD_LOGS,
            Verb.GET,
            "shows why a driver failed; podsmith logs",
            "the reason is not shown, and podsmith logs is denied");
  }
}
