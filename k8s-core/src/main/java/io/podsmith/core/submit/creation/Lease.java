// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Job that owns the objects of an atomic submission until they are complete. For one submission
 * by one thread.
 *
 * <p>The owner is never a controller of an object and never blocks its own deletion, so that the
 * submitter needs no right to change finalizers and the pod can become the controller.
 */
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /**
   * The part of the time in which the submission may commit. The rest is for the last request, and
   * for the clock of the cluster, which counts whole seconds: a pod that is committed must not be
   * one that the garbage collector has already chosen.
   */
  private static final double USABLE = 0.75;

  private final KubernetesClient client;
  private final String namespace;
  private final Job job;
  private final Duration time;
  private final long began;

  /**
   * Holds a lease.
   *
   * @param wanted the Job as it was sent
   * @param job the Job as the API server has it
   * @param began when its creation began, by the monotonic clock
   * @throws ClusterException if the API server changed it so that it would not end
   */
  Lease(KubernetesClient client, String namespace, Job wanted, Job job, long began) {
    this.began = began;
    this.client = client;
    this.namespace = namespace;
    this.job = job;
    this.time = Duration.ofSeconds(wanted.getSpec().getActiveDeadlineSeconds());
    requireEnd(wanted.getSpec(), job.getSpec());
  }

  private void requireEnd(JobSpec wanted, JobSpec found) {
    boolean ends =
        !Boolean.TRUE.equals(found.getSuspend())
            && Objects.equals(found.getActiveDeadlineSeconds(), wanted.getActiveDeadlineSeconds())
            && Objects.equals(
                found.getTtlSecondsAfterFinished(), wanted.getTtlSecondsAfterFinished())
            && Objects.equals(found.getParallelism(), wanted.getParallelism());
    if (!ends) {
      throw new ClusterException(
          PodsmithError.CLUSTER_REJECTED,
          """
          cannot use %s: an admission webhook suspended it, or changed its deadline, its TTL or its \
          parallelism, so that it would not delete the objects of a submission that fails; exclude \
          Jobs with the label %s from the webhook, or set %s to false\
          """
              .formatted(target(), SubmissionLease.LABEL, PodsmithKeys.ATOMIC_SUBMISSION.key()),
          0,
          null);
    }
  }

  private Target target() {
    return Target.of(job, Optional.of(namespace));
  }

  private String uid() {
    return job.getMetadata().getUid();
  }

  /** Returns a copy of an object with the Job as its only owner. */
  <T extends HasMetadata> T hold(T object) {
    OwnerReference owner =
        new OwnerReferenceBuilder()
            .withApiVersion(job.getApiVersion())
            .withKind(job.getKind())
            .withName(job.getMetadata().getName())
            .withUid(uid())
            .build();
    T copy = client.getKubernetesSerialization().clone(object);
    copy.getMetadata().setOwnerReferences(List.of(owner));
    return copy;
  }

  /** Returns whether the Job owns an object. */
  boolean holds(HasMetadata object) {
    return ExistingObject.ownersOf(object).stream().anyMatch(owner -> uid().equals(owner.getUid()));
  }

  /**
   * Checks that the API server keeps the pod from starting.
   *
   * @throws ClusterException if it dropped the gate
   */
  void requireGate(Pod created) {
    if (!SubmissionLease.isGated(created)) {
      throw new ClusterException(
          PodsmithError.CLUSTER_REJECTED,
          """
          cannot submit %s atomically: the API server dropped the scheduling gate %s of the pod, \
          which requires Kubernetes 1.27 or later; upgrade the cluster, or set %s to false\
          """
              .formatted(
                  target(created), SubmissionLease.GATE, PodsmithKeys.ATOMIC_SUBMISSION.key()),
          0,
          null);
    }
  }

  private Target target(Pod pod) {
    return Target.of(pod, Optional.of(namespace));
  }

  /**
   * Starts the driver: removes the gate and the owner in one request. All before it can be undone
   * by Kubernetes, and nothing after it is required.
   *
   * @param created the pod as it was created
   * @param wanted the pod as it was built, whose own owners it gets back
   * @return the pod as the API server has it
   * @throws ClusterException if the lease has expired, or the API server rejects the request
   */
  Pod commit(Pod created, Pod wanted) {
    if (System.nanoTime() - began > time.toNanos() * USABLE) {
      throw expired(created, null);
    }
    Pod committed;
    try {
      committed =
          client
              .pods()
              .inNamespace(namespace)
              // by its name, the client would read the pod first
              .resource(created)
              .patch(
                  PatchContext.of(PatchType.STRATEGIC_MERGE),
                  client.getKubernetesSerialization().asJson(patch(created, wanted)));
    } catch (KubernetesClientException e) {
      // another pod of the name has another uid
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        throw expired(created, e);
      }
      throw ClusterErrors.of(
          e,
          client.getConfiguration(),
          "patch",
          target(created),
          "An atomic submission requires the verb patch for pods; %s=false does not"
              .formatted(PodsmithKeys.ATOMIC_SUBMISSION.key()));
    }
    if (committed.getMetadata().getDeletionTimestamp() != null) {
      throw expired(created, null);
    }
    LOG.debug("Completed the submission of {}", target(created));
    return committed;
  }

  /** By the keys of the lists, so that it does not matter what others wrote to the pod. */
  private Map<String, Object> patch(Pod created, Pod wanted) {
    List<Object> owners = new ArrayList<>();
    owners.add(Map.of("$patch", "delete", "uid", uid()));
    owners.addAll(ExistingObject.ownersOf(wanted));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("uid", created.getMetadata().getUid());
    metadata.put("ownerReferences", owners);
    return Map.of(
        "metadata",
        metadata,
        "spec",
        Map.of(
            "schedulingGates", List.of(Map.of("$patch", "delete", "name", SubmissionLease.GATE))));
  }

  private ClusterException expired(Pod pod, @Nullable Throwable cause) {
    return new ClusterException(
        PodsmithError.CLUSTER_SUBMISSION_EXPIRED,
        """
        cannot submit %s: its objects were not complete in time (%d s of %s=%d s), or somebody \
        deleted the pod or %s; the driver was not started, and its objects are deleted; set a longer \
        time, or set %s to false\
        """
            .formatted(
                target(pod),
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                PodsmithKeys.ATOMIC_SUBMISSION_TIMEOUT.key(),
                time.toSeconds(),
                target(),
                PodsmithKeys.ATOMIC_SUBMISSION.key()),
        0,
        cause);
  }

  /** Deletes the Job, which owns nothing any more. It would also expire. Never throws. */
  void end() {
    try {
      client
          .resource(job)
          .inNamespace(namespace)
          .withPropagationPolicy(DeletionPropagation.BACKGROUND)
          .delete();
    } catch (KubernetesClientException e) {
      LOG.warn(
          "Cannot delete {} ({}); Kubernetes deletes it within {} s, and the driver is not affected",
          target(),
          ClusterErrors.of(e, client.getConfiguration(), "delete", target()).getMessage(),
          time.toSeconds());
    }
  }
}
