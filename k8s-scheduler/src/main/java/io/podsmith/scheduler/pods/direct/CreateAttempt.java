// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * An attempt to create one executor, possibly with several requests.
 *
 * <p>The name of its pod stays the same, so that a retry cannot create a second pod. Either the
 * event loop or one request thread uses an attempt, never both at once: it is the request thread's
 * while its stage is {@link AttemptStage#IN_FLIGHT}.
 */
public final class CreateAttempt {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  final long executorId;
  final int profileId;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private AttemptStage stage = AttemptStage.NEW;
  private PodExistence pod = PodExistence.ABSENT;
  private Prerequisites prerequisites = Prerequisites.NONE;
  private Optional<CreatedPod> existingPod = Optional.empty();

  /**
   * The objects that precede the pod and are deleted with an attempt that is abandoned. Those of a
   * pod that an earlier driver created are not among them.
   */
  final Set<HasMetadata> deletable = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What is to be created, once it is built. */
  Optional<ExecutorSpec> spec = Optional.empty();

  /** Whether it has waited for the claim of a terminating executor, which it does at most once. */
  boolean hasAwaitedClaim;

  /** Whether its pod existed before a request was answered: an earlier driver may have made it. */
  boolean isInherited;

  /** Whether its pod was known to exist before it was looked up last. */
  boolean wasSeen;

  /** How often the objects that follow the pod could not be created. */
  int failedFollowUps;

  /** How often in a row the server failed at it, or did not answer. */
  int serverErrors;

  /** When the first of these requests was begun. */
  long firstErrorAt;

  /** When to resume it, in milliseconds since the epoch. Fixed while it waits. */
  long resumeAt;

  /** The round of the window in which the present request was begun. */
  long round;

  /** When the present request was begun. */
  long begunAt;

  public CreateAttempt(long executorId, int profileId) {
    this.executorId = executorId;
    this.profileId = profileId;
  }

  AttemptStage stage() {
    return stage;
  }

  /**
   * Moves the attempt to its next stage.
   *
   * @throws IllegalStateException if the present stage does not allow it
   */
  void become(AttemptStage next) {
    if (!stage.canBecome(next)) {
      throw illegal(stage, next);
    }
    stage = next;
  }

  PodExistence pod() {
    return pod;
  }

  /**
   * Records what is known about the pod, other than that it exists.
   *
   * @throws IllegalStateException if this cannot follow from what was known
   */
  void podIs(PodExistence next) {
    if (next == PodExistence.EXISTS || !pod.canBecome(next)) {
      throw illegal(pod, next);
    }
    pod = next;
  }

  /**
   * Records that the pod exists.
   *
   * @throws IllegalStateException if that was known before
   */
  void podExists(CreatedPod existing) {
    if (!pod.canBecome(PodExistence.EXISTS)) {
      throw illegal(pod, PodExistence.EXISTS);
    }
    pod = PodExistence.EXISTS;
    existingPod = Optional.of(existing);
  }

  /** Returns the pod, empty unless it exists. */
  Optional<CreatedPod> existingPod() {
    return existingPod;
  }

  Prerequisites prerequisites() {
    return prerequisites;
  }

  /**
   * Records how many of the objects that precede the pod exist.
   *
   * @throws IllegalStateException if this cannot follow from what was known
   */
  void prerequisitesAre(Prerequisites next) {
    if (!prerequisites.canBecome(next)) {
      throw illegal(prerequisites, next);
    }
    prerequisites = next;
  }

  private IllegalStateException illegal(Enum<?> from, Enum<?> to) {
    return new IllegalStateException(
        "the attempt to create executor %d cannot become %s, because it is %s"
            .formatted(executorId, to, from));
  }

  /** Delays the next request, longer each time. */
  void pause(long now) {
    resumeAt = now + pauses.nextPause().toMillis();
  }

  /** Returns whether the executor has no objects beside its pod. */
  boolean isPodAll() {
    return spec.filter(built -> built.preResources().isEmpty() && built.resources().isEmpty())
        .isPresent();
  }

  /** Returns whether its pod exists, or may exist and has not been looked up yet. */
  boolean mayHavePod() {
    return pod == PodExistence.EXISTS || pod == PodExistence.UNCERTAIN;
  }

  /** Returns whether a request that had no answer may create the pod later than it was sent. */
  boolean mayAppear() {
    return pod != PodExistence.ABSENT;
  }
}
