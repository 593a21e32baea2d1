// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.allocation.ObjectOwnership;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.cluster.OwnerReferences;
import io.podsmith.scheduler.pods.cluster.PodDocument;
import io.podsmith.scheduler.pods.direct.CreateOutcome.AwaitsClaim;
import io.podsmith.scheduler.pods.direct.CreateOutcome.Busy;
import io.podsmith.scheduler.pods.direct.CreateOutcome.Created;
import io.podsmith.scheduler.pods.direct.CreateOutcome.Hopeless;
import io.podsmith.scheduler.pods.direct.CreateOutcome.NameTaken;
import io.podsmith.scheduler.pods.direct.CreateOutcome.NoClaim;
import io.podsmith.scheduler.pods.direct.CreateOutcome.NotThere;
import io.podsmith.scheduler.pods.direct.CreateOutcome.OfOtherProfile;
import io.podsmith.scheduler.pods.direct.CreateOutcome.Refused;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Advances an attempt to create an executor: builds it, creates its pod and what belongs to it.
 *
 * <p>Runs on request threads. The attempt records what has been done, so that the next call resumes
 * there.
 */
public final class PodCreator {
  private static final int FOLLOW_UP_TRIES = 5;

  private final ClusterApi api;
  private final ExecutorSpecFactory specs;
  private final ClaimPool claims;
  private final String appId;
  private final Optional<Pod> claimOwner;
  private final ObjectOwnership ownership;
  private volatile boolean stopped;

  /**
   * @param claimOwner the driver pod if it owns the claims of executors
   */
  public PodCreator(
      ClusterApi api,
      ExecutorSpecFactory specs,
      ClaimPool claims,
      String appId,
      Optional<Pod> claimOwner) {
    this.api = api;
    this.specs = specs;
    this.claims = claims;
    this.appId = appId;
    this.claimOwner = claimOwner;
    this.ownership = new ObjectOwnership(api, appId);
  }

  /** Requests no more pods. For any thread. */
  void stop() {
    stopped = true;
  }

  public CreateOutcome advance(CreateAttempt attempt) {
    ExecutorSpec spec;
    try {
      if (attempt.spec.isEmpty()) {
        ExecutorSpec built = specs.build(attempt.executorId, attempt.profileId);
        Optional<ExecutorSpec> withClaims =
            claims.assign(attempt.executorId, built, !attempt.hasAwaitedClaim);
        if (withClaims.isEmpty()) {
          return claims.isWaiting(attempt.executorId)
              ? new AwaitsClaim()
              : new NoClaim(claims.created());
        }
        attempt.spec = withClaims;
      }
      spec = attempt.spec.get();
    } catch (ApiFailure e) {
      return new Busy(e);
    } catch (RuntimeException | Error e) {
      return new Hopeless(e);
    }
    try {
      return create(attempt, spec);
    } catch (ClusterException e) {
      return new Hopeless(e);
    }
  }

  private CreateOutcome create(CreateAttempt attempt, ExecutorSpec spec) {
    CreateOutcome outcome =
        attempt.pod() == PodExistence.EXISTS ? new Created() : createPod(attempt, spec);
    return outcome instanceof Created ? createFollowers(attempt, spec) : outcome;
  }

  /** Returns until when an executor waits for a claim, in milliseconds since the epoch. */
  long awaitsClaimUntil(long executorId) {
    return claims.waitsUntil(executorId);
  }

  /** Returns the executors that waited for claims which have been released, once each. */
  List<Long> takeReadyForClaims() {
    return claims.takeReady();
  }

  /** Returns for how long requests without an answer may still take effect. */
  Duration mayTakeEffectFor() {
    return api.mayTakeEffectFor();
  }

  /** Abandons requests that have had no answer for long, so that the stop need not wait. */
  void abandonSilentRequests() {
    api.abandonSilentRequests();
  }

  /** Deletes what an attempt that is abandoned before its pod was created has left. */
  void discard(CreateAttempt attempt) {
    claims.discard(attempt.executorId);
    deleteWhatPrecedes(attempt);
  }

  /** Deletes what an attempt has created before its pod, and what therefore has no owner. */
  void deleteWhatPrecedes(CreateAttempt attempt) {
    if (attempt.prerequisites() != Prerequisites.NONE) {
      attempt.deletable.forEach(ownership::deleteQuietly);
      attempt.prerequisitesAre(Prerequisites.NONE);
    }
  }

  private CreateOutcome createPod(CreateAttempt attempt, ExecutorSpec spec) {
    String name = spec.podName();
    try {
      if (attempt.pod() == PodExistence.UNCERTAIN) {
        Optional<PodDocument> found = api.findPod(name);
        if (found.isPresent()) {
          return found(attempt, found.get());
        }
        return attempt.isInherited ? deletedOfEarlierDriver(attempt, name) : notThere(attempt);
      }
      if (stopped) {
        return new Busy(new ApiFailure(0, "", "executor management has stopped", null));
      }
      createWhatPrecedes(attempt, spec);
    } catch (ApiFailure e) {
      return busyOrRefused(attempt, e);
    }
    try {
      attempt.podExists(api.createPod(spec));
      return new Created();
    } catch (ApiFailure e) {
      if (e.isAlreadyExists()) {
        return alreadyThere(attempt, name);
      }
      if (e.isUnknownOutcome()) {
        attempt.podIs(PodExistence.UNCERTAIN);
      }
      return busyOrRefused(attempt, withOrigins(e, spec));
    }
  }

  /** Names the steps that wrote what the API server rejects. */
  private static ApiFailure withOrigins(ApiFailure e, ExecutorSpec spec) {
    String who = spec.origins().explainPod(e.said());
    return who.isEmpty() ? e : e.withMessage("%s; %s".formatted(e.said(), who));
  }

  private void createWhatPrecedes(CreateAttempt attempt, ExecutorSpec spec) {
    if (!spec.preResources().isEmpty() && attempt.prerequisites() != Prerequisites.COMPLETE) {
      if (attempt.prerequisites() == Prerequisites.NONE) {
        attempt.prerequisitesAre(Prerequisites.STARTED);
      }
      ownership.createAllUnlessThere(
          spec.preResources(), owner -> false, spec.origins()::authorOf, attempt.deletable);
      attempt.prerequisitesAre(Prerequisites.COMPLETE);
    }
  }

  private CreateOutcome busyOrRefused(CreateAttempt attempt, ApiFailure failure) {
    if (failure.isBusy() || failure.isUnknownOutcome()) {
      return new Busy(failure);
    }
    boolean nameIsFree = !attempt.mayAppear();
    discard(attempt);
    return new Refused(failure, nameIsFree);
  }

  private CreateOutcome alreadyThere(CreateAttempt attempt, String name) {
    // If no earlier request of this attempt can have created it, an earlier driver has.
    attempt.isInherited = !attempt.mayAppear();
    attempt.podIs(PodExistence.UNCERTAIN);
    try {
      Optional<PodDocument> found = api.findPod(name);
      if (found.isPresent()) {
        return found(attempt, found.get());
      }
      if (attempt.isInherited) {
        return deletedOfEarlierDriver(attempt, name);
      }
      // It was deleted in between: the name is free again.
      attempt.podIs(PodExistence.ABSENT);
      return new Busy(new ApiFailure(409, "Conflict", "pod " + name + " was just deleted", null));
    } catch (ApiFailure e) {
      return new Busy(e);
    }
  }

  private static CreateOutcome notThere(CreateAttempt attempt) {
    attempt.podIs(PodExistence.NOT_FOUND);
    return new NotThere();
  }

  /** Late events of the deleted pod would be taken for those of a new one with its name. */
  private CreateOutcome deletedOfEarlierDriver(CreateAttempt attempt, String name) {
    discard(attempt);
    return new NameTaken(name);
  }

  /**
   * A pod of ours that has ended, such as one that an earlier driver kept, is no executor. One of
   * another resource profile is, but not the one that this attempt is for. Whether a request of
   * this attempt that had no answer has created it, or an earlier driver, cannot be told.
   */
  private CreateOutcome found(CreateAttempt attempt, PodDocument pod) {
    boolean ours =
        pod.label(Constants.SPARK_APP_ID_LABEL).equals(appId)
            && pod.label(Constants.SPARK_EXECUTOR_ID_LABEL)
                .equals(Long.toString(attempt.executorId));
    if (!ours || !pod.isAlive()) {
      discard(attempt);
      return new NameTaken(pod.name());
    }
    int profileId = pod.profileId();
    if (profileId != attempt.profileId) {
      discard(attempt);
      return new OfOtherProfile(profileId);
    }
    attempt.isInherited = true;
    attempt.podExists(new CreatedPod(pod.uid(), pod.version()));
    return new Created();
  }

  private CreateOutcome createFollowers(CreateAttempt attempt, ExecutorSpec spec) {
    String name = spec.podName();
    String uid = attempt.existingPod().orElseThrow().uid();
    try {
      spec.preResources().forEach(object -> api.addOwner(object, OwnerReferences.pod(name, uid)));
      for (HasMetadata object : spec.resources()) {
        OwnerReference owner =
            object instanceof PersistentVolumeClaim && claimOwner.isPresent()
                ? OwnerReferences.pod(
                    claimOwner.get().getMetadata().getName(),
                    claimOwner.get().getMetadata().getUid())
                : OwnerReferences.pod(name, uid);
        HasMetadata owned = Serialization.clone(object);
        owned.getMetadata().setOwnerReferences(List.of(owner));
        createUnlessThere(owned, () -> spec.origins().authorOf(object))
            .ifPresent(existing -> requireOwner(existing, owner));
      }
      return new Created();
    } catch (ClusterException e) {
      return withdrawPod(spec).<CreateOutcome>map(Busy::new).orElseGet(() -> new Hopeless(e));
    } catch (ApiFailure e) {
      attempt.failedFollowUps++;
      if ((e.isBusy() || e.isUnknownOutcome()) && attempt.failedFollowUps < FOLLOW_UP_TRIES) {
        return new Busy(e);
      }
      return withdraw(attempt, spec, e);
    }
  }

  /** Deletes the pod, which cannot run without what belongs to it. */
  private CreateOutcome withdraw(CreateAttempt attempt, ExecutorSpec spec, ApiFailure failure) {
    Optional<ApiFailure> notDeleted = withdrawPod(spec);
    if (notDeleted.isPresent()) {
      return new Busy(notDeleted.get());
    }
    spec.resources().forEach(ownership::deleteQuietly);
    discard(attempt);
    return new Refused(failure, false);
  }

  /** Deletes the pod; the objects that it owns are deleted with it. Returns why it failed. */
  private Optional<ApiFailure> withdrawPod(ExecutorSpec spec) {
    try {
      api.deletePod(spec.podName());
      return Optional.empty();
    } catch (ApiFailure e) {
      return Optional.of(e);
    }
  }

  /** See {@link ObjectOwnership#createUnlessThere}. */
  private Optional<HasMetadata> createUnlessThere(
      HasMetadata object, Supplier<Optional<String>> author) {
    return ownership.createUnlessThere(object, owner -> false, author);
  }

  /**
   * Requires that an object lasts as long as its executor. One that an earlier pod of the same name
   * had is deleted soon after that pod. A claim is used whoever has it.
   *
   * @throws ApiFailure with status 409, to create the object later
   */
  private static void requireOwner(HasMetadata existing, OwnerReference owner) {
    List<OwnerReference> owners = ExistingObject.ownersOf(existing);
    boolean lasts =
        existing instanceof PersistentVolumeClaim
            || owners.isEmpty()
            || owners.stream().anyMatch(other -> other.getUid().equals(owner.getUid()));
    if (!lasts) {
      throw new ApiFailure(
          409,
          "Conflict",
          "%s %s is being deleted with an earlier pod"
              .formatted(existing.getKind(), existing.getMetadata().getName()),
          null);
    }
  }
}
