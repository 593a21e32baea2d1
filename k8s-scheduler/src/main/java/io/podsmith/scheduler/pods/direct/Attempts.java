// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.allocation.AllocationProgress;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.loop.WakeUp;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the attempts to create executors, each from its first request to its end: sends requests,
 * sends them again after pauses, and removes what an attempt that is given up has created. Used on
 * the event loop only, but for {@link #isGivenUp}.
 *
 * <p>An attempt is in one place at a time: in flight, or in one of its profile's queues ({@code
 * interrupted}, {@code awaitingClaim}). Which attempt is next is for the allocator to decide.
 */
final class Attempts implements CreateOutcome.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final Duration ABANDON_INTERVAL = Duration.ofSeconds(1);

  private final PodCreator creator;
  private final ProfileBook book;
  private final ExecutorIds ids;
  private final CreateWindow window;
  private final RejectionJudge judge;
  private final InheritedExecutors inherited;
  private final AllocationProgress progress;
  private final ExecutorBackend backend;
  private final Aborter aborter;
  private final EventLoop loop;
  private final ExecutorMetrics metrics;
  private final WakeUp wakeUp;
  private final LongConsumer deletePod;
  private final ExecutorPodStore store;
  private final ServerErrors serverErrors = new ServerErrors();
  private final GivenUpExecutors givenUp = new GivenUpExecutors();
  private boolean stopped;

  /** How many attempts are being cleaned up. */
  private int inCleanup;

  /**
   * @param wakeUp the allocator's, which has to act after each outcome
   * @param deletePod deletes the pod of an executor if it exists
   */
  Attempts(
      PodCreator creator,
      ProfileBook book,
      ExecutorIds ids,
      CreateWindow window,
      RejectionJudge judge,
      InheritedExecutors inherited,
      AllocationProgress progress,
      ExecutorBackend backend,
      Aborter aborter,
      EventLoop loop,
      ExecutorMetrics metrics,
      WakeUp wakeUp,
      LongConsumer deletePod,
      ExecutorPodStore store) {
    this.creator = creator;
    this.book = book;
    this.ids = ids;
    this.window = window;
    this.judge = judge;
    this.inherited = inherited;
    this.progress = progress;
    this.backend = backend;
    this.aborter = aborter;
    this.loop = loop;
    this.metrics = metrics;
    this.wakeUp = wakeUp;
    this.deletePod = deletePod;
    this.store = store;
  }

  /** Begins an attempt, or resumes one that was taken out of its queue. */
  void begin(CreateAttempt attempt, long now) {
    attempt.become(AttemptStage.IN_FLIGHT);
    attempt.round = window.begin();
    attempt.begunAt = now;
    book.get(attempt.profileId).inFlight++;
    send(attempt);
  }

  /** Sends no more requests, and deletes what they have created before their pods. */
  void stop() {
    stopped = true;
    creator.stop();
    for (ProfileState profile : book.all()) {
      profile.interrupted.removeIf(attempt -> true, Integer.MAX_VALUE).forEach(this::discard);
    }
    abandonSilentRequests();
  }

  /** A request without an answer must not delay the end of the application. */
  private void abandonSilentRequests() {
    if (!isQuiet()) {
      creator.abandonSilentRequests();
      loop.schedule(ABANDON_INTERVAL, this::abandonSilentRequests);
    }
  }

  /** Returns whether nothing is in flight and nothing is being cleaned up. */
  boolean isQuiet() {
    loop.assertOnLoop();
    return window.inFlight() == 0 && inCleanup == 0;
  }

  /** Returns whether an executor was abandoned whose pod may appear yet. For any thread. */
  boolean isGivenUp(long executorId) {
    return givenUp.contains(executorId);
  }

  /** Stops counting an executor whose pod exists, or may exist, and is deleted if it appears. */
  void giveUp(long executorId) {
    givenUp.add(executorId);
    uncount(executorId);
  }

  /** An executor ends; a request that was not answered may create its pod once more. */
  void ends(long executorId) {
    givenUp.ends(executorId);
  }

  /** The pod of an executor is gone; a request that was not answered may create it once more. */
  void gone(long executorId) {
    uncount(executorId);
    givenUp.gone(executorId);
  }

  /** Forgets the executors that were given up and meet a condition. */
  void forgetGivenUp(LongPredicate condition) {
    givenUp.forgetIf(condition, loop.now());
  }

  /** Stops counting an executor, and ends its attempt if there is one. */
  void uncount(long executorId) {
    book.uncount(executorId)
        .ifPresent(
            profile -> {
              profile.interrupted.remove(executorId).ifPresent(this::abandon);
              profile.awaitingClaim.remove(executorId).ifPresent(this::discard);
            });
  }

  /** Abandons an attempt without a pod; its id is reused once all that it created is deleted. */
  void giveUp(CreateAttempt attempt) {
    if (isObserved(attempt)) {
      // An earlier driver created the pod: the executor counts, and the attempt has no purpose.
      boolean runs = book.get(attempt.profileId).running.contains(attempt.executorId);
      inherited.add(attempt.executorId, runs, loop.now());
      discard(attempt);
      return;
    }
    uncount(attempt.executorId);
    // A slow server may create the pod yet.
    boolean mayAppear = mayAppear(attempt);
    if (mayAppear) {
      givenUp.add(attempt.executorId);
    }
    boolean idIsFree = !mayAppear;
    clean(
        attempt,
        () -> creator.discard(attempt),
        () -> {
          if (idIsFree) {
            ids.giveBack(attempt.executorId);
            wakeUp.soon();
          }
        });
  }

  /** Returns whether a request that was not answered may have created the pod, or may yet. */
  private boolean mayAppear(CreateAttempt attempt) {
    return attempt.mayAppear() || givenUp.mayAppear(attempt.executorId, loop.now());
  }

  /** Returns whether an attempt that waits has no pod: none was observed or may exist. */
  boolean hasNoPod(CreateAttempt attempt) {
    return !attempt.mayHavePod() && !isObserved(attempt);
  }

  /** Returns whether the pod was observed and counts. */
  private boolean isObserved(CreateAttempt attempt) {
    return counts(attempt) && !book.get(attempt.profileId).creating.contains(attempt.executorId);
  }

  /** Returns whether the executor counts for the profile for which it was requested. */
  private boolean counts(CreateAttempt attempt) {
    return book.of(attempt.executorId)
        .filter(profile -> profile.id == attempt.profileId)
        .isPresent();
  }

  private boolean isRegistered(CreateAttempt attempt) {
    return backend.registeredExecutors().contains(attempt.executorId);
  }

  /** Resumes the attempts whose volume claims were released. */
  void resumeWithReleasedClaims() {
    for (long executorId : creator.takeReadyForClaims()) {
      book.of(executorId)
          .ifPresent(
              profile ->
                  profile
                      .awaitingClaim
                      .remove(executorId)
                      .ifPresent(attempt -> queueForClaim(attempt, profile, loop.now())));
    }
  }

  private static void queueForClaim(CreateAttempt attempt, ProfileState profile, long until) {
    attempt.resumeAt = until;
    profile.awaitingClaim.add(attempt);
  }

  private void send(CreateAttempt attempt) {
    loop.request(() -> advance(attempt), outcome -> finished(attempt, outcome));
  }

  /** Every request that was sent gets an outcome, whatever happens. */
  private CreateOutcome advance(CreateAttempt attempt) {
    try {
      return creator.advance(attempt);
    } catch (Throwable e) {
      return new CreateOutcome.Hopeless(e);
    }
  }

  private void finished(CreateAttempt attempt, CreateOutcome outcome) {
    wakeUp.soon();
    ProfileState profile = book.get(attempt.profileId);
    if (outcome instanceof CreateOutcome.NotThere
        && (isObserved(attempt) || isRegistered(attempt))) {
      if (attempt.wasSeen) {
        // Its pod existed and is gone: the next one must have another id.
        gone(attempt.executorId);
      } else {
        // It may have appeared after it was looked up.
        attempt.wasSeen = true;
        attempt.podIs(PodExistence.UNCERTAIN);
      }
    }
    boolean maySendAgain = isWanted(attempt, profile) && loop.now() >= window.pausedUntil();
    if (outcome instanceof CreateOutcome.NotThere && maySendAgain) {
      // Looking for the pod was only the first half of the request.
      send(attempt);
      return;
    }
    profile.inFlight--;
    outcome.handle(attempt, this);
  }

  private boolean isWanted(CreateAttempt attempt, ProfileState profile) {
    return !stopped && !aborter.isAborted() && counts(attempt) && profile.excess() <= 0;
  }

  /** The pod may have been observed, and even have ended, before the answer came. */
  @Override
  public void created(CreateAttempt attempt) {
    attempt.become(AttemptStage.ENDED);
    attempt.existingPod().ifPresent(pod -> store.created(attempt.executorId, pod));
    window.answered();
    long now = loop.now();
    ProfileState profile = book.get(attempt.profileId);
    serverErrors.accepted(profile, now);
    judge.created(profile.id);
    if (attempt.isInherited) {
      inherited.add(attempt.executorId, profile.running.contains(attempt.executorId), now);
    }
    metrics.created();
    if (profile.creating.remove(attempt.executorId)) {
      profile.unobserved.put(attempt.executorId, now);
    }
    if (profile.missing() <= 0 && profile.creating.isEmpty()) {
      profile.refusals.accepted();
    } else {
      profile.refusals.accepted(attempt.begunAt);
    }
  }

  @Override
  public void busy(CreateAttempt attempt, ApiFailure failure) {
    long now = loop.now();
    ProfileState profile = book.get(attempt.profileId);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    givenUp.unanswered(attempt.executorId, now, creator.mayTakeEffectFor());
    progress.delayed(failure);
    metrics.delayed();
    attempt.pause(now);
    judge.rejected(profile.id, failure, now);
    boolean isRejection = serverErrors.isRejection(attempt, profile, failure);
    if (isRejection) {
      window.inconclusive();
    } else {
      window.overloaded(attempt.round, asked, now);
    }
    resumeOrGiveUp(attempt);
    if (isRejection) {
      delayProfile(profile, failure.said(), false, asked, attempt, now);
    }
  }

  @Override
  public void notThere(CreateAttempt attempt) {
    window.inconclusive();
    resumeOrGiveUp(attempt);
  }

  @Override
  public void refused(CreateAttempt attempt, ApiFailure failure, boolean nameIsFree) {
    boolean exists = isObserved(attempt) || (counts(attempt) && isRegistered(attempt));
    if (attempt.isPodAll() && exists) {
      // The watch, or the executor itself, has answered what the look-up could not, but not who
      // created the pod.
      attempt.isInherited = true;
      created(attempt);
      return;
    }
    window.refused();
    if (attempt.pod() == PodExistence.UNCERTAIN) {
      deletePod.accept(attempt.executorId);
    }
    long now = loop.now();
    ProfileState profile = book.get(attempt.profileId);
    metrics.rejected();
    if (attempt.pod() == PodExistence.ABSENT && isObserved(attempt)) {
      // An earlier driver created it.
      attempt.become(AttemptStage.ENDED);
      inherited.add(attempt.executorId, profile.running.contains(attempt.executorId), now);
    } else {
      forget(attempt, nameIsFree);
    }
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    String said = failure.said() + Rejection.of(failure).advice(failure);
    delayProfile(profile, said, failure.isUnauthenticated(), asked, attempt, now);
    judge.rejected(profile.id, failure, now);
  }

  @Override
  public void noClaim(CreateAttempt attempt, int claims) {
    window.inconclusive();
    forget(attempt, true);
    String said = "waiting to use one of " + claims + " existing volume claims";
    delayProfile(book.get(attempt.profileId), said, false, Duration.ZERO, attempt, loop.now());
  }

  /** The claim may have been released before the outcome came in. */
  @Override
  public void awaitsClaim(CreateAttempt attempt) {
    window.inconclusive();
    ProfileState profile = book.get(attempt.profileId);
    attempt.hasAwaitedClaim = true;
    if (!counts(attempt)) {
      discard(attempt);
    } else if (profile.excess() > 0) {
      giveUp(attempt);
    } else {
      long until = creator.awaitsClaimUntil(attempt.executorId);
      LOG.debug(
          "Executor {} waits up to {} ms for the volume claim of a terminating executor",
          attempt.executorId,
          until - loop.now());
      attempt.become(AttemptStage.AWAITING_CLAIM);
      queueForClaim(attempt, profile, until);
    }
  }

  @Override
  public void nameTaken(CreateAttempt attempt, String podName) {
    window.refused();
    end(attempt);
    ends(attempt.executorId);
    LOG.warn(
        "A pod named {} has ended, was deleted before, or belongs to another application; skipping"
            + " executor id {}",
        podName,
        attempt.executorId);
  }

  @Override
  public void ofOtherProfile(CreateAttempt attempt, int profileId) {
    window.refused();
    end(attempt);
    if (!book.counts(attempt.executorId)) {
      long now = loop.now();
      book.count(attempt.executorId, profileId).unobserved.put(attempt.executorId, now);
      inherited.add(attempt.executorId, false, now);
    }
  }

  @Override
  public void hopeless(CreateAttempt attempt, Throwable cause) {
    window.inconclusive();
    discard(attempt);
    aborter.abort(cause);
  }

  private void delayProfile(
      ProfileState profile,
      String said,
      boolean isLogged,
      Duration asked,
      CreateAttempt attempt,
      long now) {
    if (profile.refusals.note(said, isLogged, asked, attempt.begunAt, now)) {
      backend.report(new ExecutorNews.Delayed(profile.id, said));
    }
  }

  private void resumeOrGiveUp(CreateAttempt attempt) {
    ProfileState profile = book.get(attempt.profileId);
    if (stopped) {
      discard(attempt);
    } else if (!counts(attempt)) {
      // Its pod was observed, and is gone.
      abandon(attempt);
    } else if (profile.excess() > 0 && !attempt.mayHavePod()) {
      giveUp(attempt);
    } else {
      attempt.become(AttemptStage.INTERRUPTED);
      profile.interrupted.add(attempt);
    }
  }

  private void end(CreateAttempt attempt) {
    attempt.become(AttemptStage.ENDED);
    if (counts(attempt)) {
      uncount(attempt.executorId);
    }
  }

  private void forget(CreateAttempt attempt, boolean nameIsFree) {
    end(attempt);
    boolean mayAppear = mayAppear(attempt);
    if (mayAppear) {
      givenUp.add(attempt.executorId);
    }
    if (nameIsFree && !mayAppear) {
      ids.giveBack(attempt.executorId);
    }
  }

  private void discard(CreateAttempt attempt) {
    clean(attempt, () -> creator.discard(attempt), () -> {});
  }

  /** The pod of an attempt was observed and is no executor any more. */
  private void abandon(CreateAttempt attempt) {
    if (givenUp.mayAppear(attempt.executorId, loop.now())) {
      // A request that was not answered may create it once more.
      givenUp.add(attempt.executorId);
    }
    clean(attempt, () -> creator.deleteWhatPrecedes(attempt), () -> {});
  }

  private void clean(CreateAttempt attempt, Runnable task, Runnable afterwards) {
    attempt.become(AttemptStage.ENDED);
    if (attempt.prerequisites() == Prerequisites.NONE) {
      task.run();
      afterwards.run();
      return;
    }
    inCleanup++;
    loop.request(
        task,
        () -> cleaned(afterwards),
        failure -> {
          cleaned(afterwards);
          throw failure;
        });
  }

  private void cleaned(Runnable afterwards) {
    inCleanup--;
    afterwards.run();
  }
}
