// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.allocation.AllocationProgress;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.allocation.ShortfallLog;
import io.podsmith.scheduler.pods.cleanup.PodDeleter;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.loop.WakeUp;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorCounts;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.report.ExitReasons;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a pod for each executor that is missing.
 *
 * <p>Acts whenever a target changes, a pod changes, a request has an outcome, or a pause is over.
 * The {@link CreateWindow} limits concurrent requests; the profiles take turns.
 */
public final class DirectAllocator implements ExecutorAllocator {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAllocator.class);

  /** Clusters schedule about 100 pods per second; until then the states of pods keep changing. */
  private static final long PLACING_MILLIS = 10;

  private final PodSettings settings;
  private final PodDeleter deleter;
  private final ExecutorPodStore store;
  private final ExecutorBackend backend;
  private final Aborter aborter;
  private final EventLoop loop;
  private final CreateWindow window;
  private final BatchLimit batch;
  private final RateCap rate;
  private final ShortfallLog shortfalls = new ShortfallLog();
  private final AllocationProgress progress;
  private final WakeUp wakeUp;
  private final ExecutorMetrics metrics;
  private final RejectionJudge judge;
  private final ExecutorIds ids;
  private final SurplusPods surplus;
  private final AllocatorAlarms alarms;
  private final Attempts attempts;

  private final ProfileBook book = new ProfileBook();

  private final ReleasedExecutors released;
  private final InheritedExecutors inherited;

  private Optional<Set<Long>> registered = Optional.empty();

  /** The profile whose turn was last. */
  private OptionalInt lastProfile = OptionalInt.empty();

  private boolean started;
  private long startedAt;
  private boolean stopped;

  public DirectAllocator(
      PodSettings settings,
      PodCreator creator,
      PodDeleter deleter,
      ExecutorPodStore store,
      ExecutorBackend backend,
      Aborter aborter,
      EventLoop loop,
      CreateWindow window,
      ExecutorMetrics metrics,
      RejectionJudge judge) {
    this.settings = settings;
    this.deleter = deleter;
    this.store = store;
    this.backend = backend;
    this.aborter = aborter;
    this.loop = loop;
    this.window = window;
    this.metrics = metrics;
    this.batch = new BatchLimit(settings.limits().batch());
    this.rate = new RateCap(settings.limits().maxPerSecond());
    this.progress = new AllocationProgress(loop, backend);
    this.wakeUp = new WakeUp(loop, this::act);
    this.released = new ReleasedExecutors(store);
    this.inherited = new InheritedExecutors(settings.lifetimes().unobserved());
    this.ids =
        new ExecutorIds(
            settings.limits().maxExecutors(),
            id -> store.find(id).isPresent() || store.isKnownGone(id));
    this.surplus = new SurplusPods(settings.lifetimes().idle(), this::registered);
    this.alarms =
        new AllocatorAlarms(wakeUp, window, batch, rate, settings.lifetimes().unobserved());
    this.judge = judge;
    this.attempts =
        new Attempts(
            creator,
            book,
            ids,
            window,
            judge,
            inherited,
            progress,
            backend,
            aborter,
            loop,
            metrics,
            wakeUp,
            id -> deleter.deleteExecutors(List.of(id), Optional.empty()),
            store);
  }

  @Override
  public void start() {
    loop.assertOnLoop();
    started = true;
    startedAt = loop.now();
    wakeUp.soon();
  }

  @Override
  public void setTargets(Map<Integer, Integer> executorsByProfile) {
    loop.assertOnLoop();
    executorsByProfile.forEach(
        (id, target) -> {
          book.get(id).target = target;
          book.get(id).excessCheckAt = OptionalLong.empty();
        });
    wakeUp.soon();
  }

  @Override
  public void executorsReleased(Collection<Long> executorIds) {
    loop.assertOnLoop();
    for (long id : executorIds) {
      released.add(id, loop.now());
      attempts.uncount(id);
    }
    wakeUp.soon();
  }

  @Override
  public boolean isDeleted(long executorId) {
    return attempts.isGivenUp(executorId);
  }

  @Override
  public boolean isInherited(long executorId) {
    return inherited.contains(executorId);
  }

  @Override
  public void stop() {
    loop.assertOnLoop();
    stopped = true;
    attempts.stop();
  }

  @Override
  public boolean isQuiet() {
    return attempts.isQuiet();
  }

  /** Pods of an earlier driver are found by their names, so they need not be known before. */
  @Override
  public boolean isRequesting() {
    loop.assertOnLoop();
    return !started
        || window.inFlight() > 0
        || loop.now() < startedAt + book.size() * PLACING_MILLIS;
  }

  @Override
  public Optional<Set<Long>> unobserved() {
    Set<Long> unobserved = new HashSet<>();
    book.all().forEach(profile -> unobserved.addAll(profile.unobserved.keySet()));
    return Optional.of(unobserved);
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    loop.assertOnLoop();
    registered = Optional.empty();
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      ids.observed(pod.id());
      recordHealth(change);
      if (change.gone()) {
        attempts.gone(pod.id());
        released.gone(pod.id());
        book.all().forEach(p -> p.refusals.roomAppeared(loop.now()));
      } else if (counts(pod)) {
        judge.accepted(pod.profileId());
        if (book.of(pod.id()).filter(claimed -> claimed.id != pod.profileId()).isPresent()) {
          // An earlier driver created it for another profile than this one wanted to.
          attempts.uncount(pod.id());
        }
        if (!book.counts(pod.id())) {
          inherited.add(pod.id(), false, loop.now());
        }
        ProfileState profile = book.count(pod.id(), pod.profileId());
        profile.seen(pod.id(), pod.phase() == ExecutorPhase.RUNNING, loop.now());
      } else {
        attempts.uncount(pod.id());
        if (pod.phase().isFinal() || pod.deleting()) {
          attempts.ends(pod.id());
        }
        if (store.isSecondPod(pod.id())) {
          attempts.giveUp(pod.id());
        }
        if (attempts.isGivenUp(pod.id()) && !pod.deleting() && !pod.phase().isFinal()) {
          // It turned up after it was given up, or has the id of an executor that has ended.
          deleter.delete(pod);
        }
      }
      inherited.observed(pod, loop.now());
    }
    attempts.resumeWithReleasedClaims();
    wakeUp.soon();
  }

  /** Records starts and failures, which decide whether executors are requested at full speed. */
  private void recordHealth(PodChange change) {
    ExecutorPod pod = change.after();
    ProfileState profile = book.get(pod.profileId());
    Optional<ExecutorPhase> before = change.before().map(ExecutorPod::phase);
    if (pod.phase() == ExecutorPhase.RUNNING && !change.gone()) {
      if (!before.equals(Optional.of(ExecutorPhase.RUNNING))) {
        profile.health.runs(pod.id(), loop.now());
      }
      return;
    }
    if (!pod.phase().isFinal() || before.map(ExecutorPhase::isFinal).orElse(false)) {
      return;
    }
    profile.health.checkTrials(loop.now());
    boolean wasRunning = before.equals(Optional.of(ExecutorPhase.RUNNING));
    boolean early = profile.health.ended(pod.id(), wasRunning);
    inherited.registered(registered());
    boolean ours =
        book.counts(pod.id())
            && pod.phase() == ExecutorPhase.FAILED
            && !inherited.contains(pod.id());
    if (early && ours) {
      ExecutorExit exit = ExitReasons.of(pod, settings.rules());
      if (exit.causedByApp() && !registered().contains(pod.id())) {
        attempts.uncount(pod.id());
        if (profile.health.failed(pod.id(), profile.running.size(), exit.message(), loop.now())) {
          backend.report(new ExecutorNews.Delayed(profile.id, exit.message()));
        }
        giveUpIfNoneStarts(profile, exit);
      }
    }
  }

  /** Returns the registered executors, looked up once for all changes of one event. */
  private Set<Long> registered() {
    if (registered.isEmpty()) {
      registered = Optional.of(backend.registeredExecutors());
    }
    return registered.get();
  }

  private void giveUpIfNoneStarts(ProfileState profile, ExecutorExit last) {
    if (profile.health.isHopeless()) {
      aborter.abort(
          new PodsmithException(
              PodsmithError.APP_EXECUTOR_FAILURES,
              "no executor of resource profile %d has kept running, although the last ones were requested one at a time with back-off; the last: %s"
                  .formatted(profile.id, last.message())));
    }
  }

  private boolean counts(ExecutorPod pod) {
    boolean alive = pod.phase() == ExecutorPhase.RUNNING || pod.phase() == ExecutorPhase.PENDING;
    return alive
        && !pod.deleting()
        && !released.contains(pod.id())
        && !store.isSecondPod(pod.id())
        && !attempts.isGivenUp(pod.id());
  }

  /** Sends all requests that are possible now, and sets alarms for the rest. */
  private void act(long now) {
    if (!started || stopped || aborter.isAborted()) {
      return;
    }
    registered = Optional.empty();
    giveUpUnobserved(now);
    inherited.replaceOverdue(now, this::registered, this::replaceInherited, wakeUp);
    book.all().forEach(profile -> giveUpExcess(profile, now));
    book.all().forEach(profile -> profile.health.checkTrials(now));
    book.all().forEach(p -> shortfalls.update(p.id, p.target, p.all(), now));
    while (window.hasRoom(now) && batch.allows(now) && rate.allows(now)) {
      Optional<CreateAttempt> next = nextAttempt(now);
      if (next.isEmpty()) {
        break;
      }
      batch.take(now);
      rate.take(now);
      attempts.begin(next.get(), now);
    }
    book.all().forEach(p -> shortfalls.requested(p.id, p.missing()));
    book.all().forEach(profile -> alarms.set(profile, now));
    ExecutorCounts counts = book.totals();
    progress.update(counts, window.size());
    metrics.counts(counts);
    metrics.pace(window.size(), Duration.ofMillis(Math.max(0, window.pausedUntil() - loop.now())));
  }

  /** The profiles take turns, in what is to be continued and in what is new. */
  private Optional<CreateAttempt> nextAttempt(long now) {
    int notRunning = 0;
    for (ProfileState profile : book.all()) {
      notRunning += profile.notRunning();
    }
    boolean mayRequest = notRunning < settings.limits().maxPending();
    if (lastProfile.isEmpty()) {
      return nextAttempt(book.all(), mayRequest, now);
    }
    int last = lastProfile.getAsInt();
    Optional<CreateAttempt> next = nextAttempt(book.after(last), mayRequest, now);
    return next.isPresent() ? next : nextAttempt(book.upTo(last), mayRequest, now);
  }

  private Optional<CreateAttempt> nextAttempt(
      Collection<ProfileState> candidates, boolean mayRequest, long now) {
    for (ProfileState profile : candidates) {
      if (profile.refusals.allows(profile.inFlight, now)) {
        Optional<CreateAttempt> next = profile.interrupted.takeReady(now);
        boolean hasRoom =
            mayRequest && profile.notRunning() < settings.limits().maxPendingPerProfile();
        if (next.isEmpty() && hasRoom) {
          next = profile.awaitingClaim.takeReady(now);
        }
        // While requests are rejected, an interrupted attempt finds out whether they still are.
        boolean waits = profile.refusals.isActive() && !profile.interrupted.isEmpty();
        if (next.isEmpty() && !waits && mayRequest && mayRequest(profile, now)) {
          next = newAttempt(profile, now);
        }
        if (next.isPresent()) {
          lastProfile = OptionalInt.of(profile.id);
          return next;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<CreateAttempt> newAttempt(ProfileState profile, long now) {
    Optional<Long> next = nextId();
    next.ifPresent(
        id -> {
          profile.creating.add(id);
          profile.health.requested(id, now);
          book.count(id, profile.id);
        });
    return next.map(id -> new CreateAttempt(id, profile.id));
  }

  private boolean mayRequest(ProfileState profile, long now) {
    if (profile.missing() <= 0
        || profile.notRunning() >= settings.limits().maxPendingPerProfile()) {
      return false;
    }
    if (profile.health.isPausing()) {
      profile.health.registered(registered());
    }
    return profile.health.mayRequest(now, profile.onTheWay());
  }

  private Optional<Long> nextId() {
    Optional<Long> next = ids.next();
    if (next.isEmpty()) {
      ids.reportLimit(aborter, book.size() == 0);
    }
    return next;
  }

  /** Replaces pods that were created long ago and were never observed. */
  private void giveUpUnobserved(long now) {
    long tooOld = now - settings.lifetimes().unobserved().toMillis();
    List<Long> lost = new ArrayList<>();
    for (ProfileState profile : book.all()) {
      for (Map.Entry<Long, Long> e : profile.unobserved.entrySet()) {
        if (e.getValue() > tooOld) {
          break;
        }
        lost.add(e.getKey());
      }
    }
    if (lost.isEmpty()) {
      return;
    }
    for (long id : List.copyOf(lost)) {
      if (registered().contains(id)) {
        lost.remove(id);
        book.of(id).ifPresent(profile -> profile.restartObservation(id, now));
      }
    }
    if (!lost.isEmpty()) {
      LOG.warn(
          "Executors with ids {} were not detected in the Kubernetes cluster after {} ms although"
              + " their pods were created; requesting replacements",
          lost,
          settings.lifetimes().unobserved().toMillis());
      giveUp(lost);
      if (settings.cleanup().executors()) {
        deleter.deleteExecutors(lost, Optional.empty());
      }
    }
  }

  private void replaceInherited(List<Long> executorIds) {
    giveUp(executorIds);
    deleter.deleteExecutors(executorIds, Optional.empty());
  }

  /** Deletes executors that are no longer wanted and do not run yet. */
  private void giveUpExcess(ProfileState profile, long now) {
    int excess = profile.excess();
    if (excess <= 0 || now < profile.excessCheckAt.orElse(now)) {
      return;
    }
    List<CreateAttempt> waiting = profile.awaitingClaim.removeIf(attempt -> true, excess);
    waiting.forEach(attempts::giveUp);
    excess -= waiting.size();
    List<CreateAttempt> withoutPod = profile.interrupted.removeIf(attempts::hasNoPod, excess);
    withoutPod.forEach(attempts::giveUp);
    excess -= withoutPod.size();
    List<Long> unneeded = surplus.choose(profile, excess, now);
    if (!unneeded.isEmpty()) {
      LOG.info(
          "Deleting {} excess pod requests of resource profile {}, which are not running yet:"
              + " target {}",
          unneeded.size(),
          profile.id,
          profile.target);
      giveUp(unneeded);
      deleter.deleteExecutors(unneeded, Optional.of("Pending"));
    }
    profile.excessCheckAt = OptionalLong.of(surplus.nextCheckAt(profile, now));
  }

  private void giveUp(Collection<Long> executorIds) {
    executorIds.forEach(attempts::giveUp);
  }

  @Override
  public void onFullList(long listedAt, boolean current) {
    loop.assertOnLoop();
    // An executor that was given up before it was ever seen leaves no other trace.
    attempts.forgetGivenUp(id -> store.find(id).isEmpty() && !deleter.isPending(id));
    if (current) {
      released.forgetMissing(listedAt);
      replaceUnlisted(listedAt);
    }
  }

  /** Replaces pods that were deleted unobserved: created before a list, and not in it. */
  private void replaceUnlisted(long listedAt) {
    List<Long> gone = new ArrayList<>();
    for (ProfileState profile : book.all()) {
      for (Map.Entry<Long, Long> e : profile.unobserved.entrySet()) {
        if (e.getValue() < listedAt && store.find(e.getKey()).isEmpty()) {
          gone.add(e.getKey());
        }
      }
    }
    if (!gone.isEmpty()) {
      registered = Optional.empty();
      gone.removeAll(registered());
      gone.forEach(attempts::gone);
      LOG.debug("Executors {} were deleted before they were observed", gone);
      wakeUp.soon();
    }
  }
}
