package io.podsmith.scheduler.pods;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.SparkKubernetesException;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.scheduler.pods.CreateOutcome.AwaitsClaim;
import io.podsmith.scheduler.pods.CreateOutcome.Busy;
import io.podsmith.scheduler.pods.CreateOutcome.Created;
import io.podsmith.scheduler.pods.CreateOutcome.Hopeless;
import io.podsmith.scheduler.pods.CreateOutcome.NameTaken;
import io.podsmith.scheduler.pods.CreateOutcome.NoClaim;
import io.podsmith.scheduler.pods.CreateOutcome.NotThere;
import io.podsmith.scheduler.pods.CreateOutcome.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a pod for each executor that is missing.
 *
 * <p>Acts whenever something happens: a target changes, a pod changes, a request comes back, a
 * pause is over. How many requests are under way at once is the {@link CreateWindow}'s to say;
 * which profile's turn it is goes round.
 */
final class DirectAllocator implements ExecutorAllocator {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAllocator.class);

  /** A server that goes on failing at one profile must not hold back the others. */
  private static final int SERVER_ERRORS_ARE_REFUSAL = 5;

  /** Fewer do where it is known that the server does not fail at all. */
  private static final int SERVER_ERRORS_BESIDE_SUCCESS_ARE_REFUSAL = 3;

  private static final int SERVER_ERROR = 500;

  /** Clusters place a hundred pods a second or so; until then their states go on changing. */
  private static final long PLACING_MILLIS = 10;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration ABANDON_EVERY = Duration.ofSeconds(1);

  private final PodSettings settings;
  private final PodCreator creator;
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

  private final TreeMap<Integer, ProfileState> profiles = new TreeMap<>();

  /** The profiles of executors that count. */
  private final Map<Long, ProfileState> counted = new HashMap<>();

  /** Ids that were given out and not used. */
  private final PriorityQueue<Long> unusedIds = new PriorityQueue<>();

  /** Executors that were told to exit, until their pods are gone. */
  private final Set<Long> leaving = new HashSet<>();

  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
  private Optional<Set<Long>> registered = Optional.empty();
  private long lastId;
  private int lastProfile = Integer.MIN_VALUE;

  /** When the server last accepted an executor, of any profile. */
  private long acceptedAt;

  private boolean started;
  private long startedAt;
  private boolean stopped;
  private boolean limitReported;

  /** Attempts that were given up and of which something may still be in the cluster. */
  private int beingCleaned;

  DirectAllocator(
      PodSettings settings,
      PodCreator creator,
      PodDeleter deleter,
      ExecutorPodStore store,
      ExecutorBackend backend,
      Aborter aborter,
      EventLoop loop,
      CreateWindow window,
      ExecutorMetrics metrics,
      RejectionLimits limits) {
    this.settings = settings;
    this.creator = creator;
    this.deleter = deleter;
    this.store = store;
    this.backend = backend;
    this.aborter = aborter;
    this.loop = loop;
    this.window = window;
    this.metrics = metrics;
    this.batch = new BatchLimit(settings.batch());
    this.rate = new RateCap(settings.maxPerSecond());
    this.progress = new AllocationProgress(loop, backend);
    this.wakeUp = new WakeUp(loop, this::act);
    this.judge = new RejectionJudge(settings.startTimeout(), limits.untilHopeless(), aborter);
  }

  @Override
  public void start() {
    started = true;
    startedAt = loop.now();
    wakeUp.soon();
  }

  @Override
  public void setTargets(Map<Integer, Integer> executorsByProfile) {
    executorsByProfile.forEach(
        (id, target) -> {
          profile(id).target = target;
          profile(id).excessCheckAt = 0;
        });
    wakeUp.soon();
  }

  @Override
  public void leaving(Collection<Long> executorIds) {
    for (long id : executorIds) {
      if (store.find(id).isPresent()) {
        leaving.add(id);
        uncount(id);
      }
    }
    wakeUp.soon();
  }

  @Override
  public boolean isDeleted(long executorId) {
    return deleted.contains(executorId);
  }

  @Override
  public void stop() {
    stopped = true;
    creator.stop();
    for (ProfileState profile : profiles.values()) {
      profile.interrupted.removeIf(attempt -> true, Integer.MAX_VALUE).forEach(this::discard);
      profile.awaitingClaim.removeIf(attempt -> true, Integer.MAX_VALUE).forEach(this::discard);
    }
    abandonSilentRequests();
  }

  /** A request that has had no answer for long must not hold up the end. */
  private void abandonSilentRequests() {
    if (!isQuiet()) {
      creator.abandonSilentRequests();
      loop.schedule(ABANDON_EVERY, this::abandonSilentRequests);
    }
  }

  @Override
  public boolean isQuiet() {
    return window.inFlight() == 0 && beingCleaned == 0;
  }

  /** What an earlier driver left is found by its name, so that none need be looked for before. */
  @Override
  public boolean isAsking() {
    return !started
        || window.inFlight() > 0
        || loop.now() < startedAt + counted.size() * PLACING_MILLIS;
  }

  @Override
  public Optional<Set<Long>> unseen() {
    Set<Long> unseen = new HashSet<>();
    profiles.values().forEach(profile -> unseen.addAll(profile.unseen.keySet()));
    return Optional.of(unseen);
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    registered = Optional.empty();
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      lastId = Math.max(lastId, pod.id());
      follow(change);
      if (change.gone()) {
        uncount(pod.id());
        leaving.remove(pod.id());
        deleted.remove(pod.id());
        profiles.values().forEach(p -> p.refusals.roomAppeared(loop.now()));
      } else if (counts(pod)) {
        judge.accepted(pod.profileId());
        ProfileState profile = counted.computeIfAbsent(pod.id(), id -> profile(pod.profileId()));
        profile.seen(pod.id(), pod.phase() == ExecutorPhase.RUNNING, loop.now());
      } else {
        uncount(pod.id());
        if (deleted.contains(pod.id()) && !pod.deleting() && !pod.phase().isFinal()) {
          // It turned up after it was given up.
          deleter.delete(pod);
        }
      }
    }
    creator.takeReadyForClaims().forEach(this::goOnWithClaim);
    wakeUp.soon();
  }

  private void goOnWithClaim(long executorId) {
    ProfileState profile = counted.get(executorId);
    if (profile != null) {
      profile
          .awaitingClaim
          .remove(executorId)
          .ifPresent(attempt -> awaitClaim(attempt, profile, loop.now()));
    }
  }

  private static void awaitClaim(CreateAttempt attempt, ProfileState profile, long until) {
    attempt.resumeAt = until;
    profile.awaitingClaim.add(attempt);
  }

  /** Learns from how executors fare whether to go on asking at full speed. */
  private void follow(PodChange change) {
    ExecutorPod pod = change.after();
    ProfileState profile = profile(pod.profileId());
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
    profile.health.look(loop.now());
    boolean wasRunning = before.equals(Optional.of(ExecutorPhase.RUNNING));
    boolean early = profile.health.ended(pod.id(), wasRunning);
    boolean ours = counted.containsKey(pod.id()) && pod.phase() == ExecutorPhase.FAILED;
    if (early && ours) {
      ExecutorExit exit = ExitReasons.of(pod, settings.rules());
      if (exit.causedByApp() && !registered().contains(pod.id())) {
        uncount(pod.id());
        if (profile.health.failed(pod.id(), profile.running.size(), exit.message(), loop.now())) {
          backend.report(new ExecutorNews.Delayed(profile.id, exit.message()));
        }
        giveUpIfNoneStarts(profile, exit);
      }
    }
  }

  /** Those that have registered, looked up once for all changes that come together. */
  private Set<Long> registered() {
    if (registered.isEmpty()) {
      registered = Optional.of(backend.registeredExecutors());
    }
    return registered.get();
  }

  private void giveUpIfNoneStarts(ProfileState profile, ExecutorExit last) {
    if (profile.health.isHopeless()) {
      aborter.abort(
          new SparkKubernetesException(
              PodsmithError.APP_EXECUTOR_FAILURES,
              "no executor of resource profile "
                  + profile.id
                  + " has ever kept running, though the last were asked for one at a time with"
                  + " pauses; the last: "
                  + last.message()));
    }
  }

  private boolean counts(ExecutorPod pod) {
    boolean alive = pod.phase() == ExecutorPhase.RUNNING || pod.phase() == ExecutorPhase.PENDING;
    return alive && !pod.deleting() && !leaving.contains(pod.id()) && !deleted.contains(pod.id());
  }

  private void uncount(long id) {
    ProfileState profile = counted.remove(id);
    if (profile != null) {
      profile.remove(id);
      profile.interrupted.remove(id).ifPresent(this::abandon);
      profile.awaitingClaim.remove(id).ifPresent(this::discard);
    }
  }

  private ProfileState profile(int id) {
    return profiles.computeIfAbsent(id, ProfileState::new);
  }

  /** Does all that can be done now, and sees to being woken when more can. */
  private void act(long now) {
    if (!started || stopped || aborter.isAborted()) {
      return;
    }
    registered = Optional.empty();
    giveUpUnseen(now);
    profiles.values().forEach(profile -> giveUpExcess(profile, now));
    profiles.values().forEach(profile -> profile.health.look(now));
    profiles.values().forEach(p -> shortfalls.update(p.id, p.target, p.all(), now));
    while (window.hasRoom(now) && batch.allows(now) && rate.allows(now)) {
      Optional<CreateAttempt> next = nextAttempt(now);
      if (next.isEmpty()) {
        break;
      }
      batch.take(now);
      rate.take(now);
      begin(next.get(), now);
    }
    profiles.values().forEach(p -> shortfalls.requested(p.id, p.missing()));
    setAlarms(now);
    ExecutorCounts counts = profiles.values().stream()
            .map(ProfileState::counts)
            .reduce(ExecutorCounts.NONE, ExecutorCounts::plus);
    progress.update(counts, window.size());
    metrics.counts(counts);
    metrics.pace(window.size(), Duration.ofMillis(Math.max(0, window.pausedUntil() - loop.now())));
  }

  /** The profiles take turns, in what is to be continued and in what is new. */
  private Optional<CreateAttempt> nextAttempt(long now) {
    int notRunning = 0;
    for (ProfileState profile : profiles.values()) {
      notRunning += profile.notRunning();
    }
    boolean mayAsk = notRunning < settings.maxPending();
    Optional<CreateAttempt> next =
        nextAttempt(profiles.tailMap(lastProfile, false).values(), mayAsk, now);
    return next.isPresent()
        ? next
        : nextAttempt(profiles.headMap(lastProfile, true).values(), mayAsk, now);
  }

  private Optional<CreateAttempt> nextAttempt(
      Collection<ProfileState> candidates, boolean mayAsk, long now) {
    for (ProfileState profile : candidates) {
      if (profile.refusals.allows(profile.inFlight, now)) {
        Optional<CreateAttempt> next = profile.interrupted.takeReady(now);
        boolean hasRoom = mayAsk && profile.notRunning() < settings.maxPendingPerProfile();
        if (next.isEmpty() && hasRoom) {
          next = profile.awaitingClaim.takeReady(now);
        }
        // While something is in the way, what was asked for before finds out whether it still is.
        boolean waits = profile.refusals.isActive() && !profile.interrupted.isEmpty();
        if (next.isEmpty() && !waits && mayAsk && mayAsk(profile, now)) {
          next = newAttempt(profile, now);
        }
        if (next.isPresent()) {
          lastProfile = profile.id;
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
          profile.health.asked(id, now);
          counted.put(id, profile);
        });
    return next.map(id -> new CreateAttempt(id, profile.id));
  }

  private boolean mayAsk(ProfileState profile, long now) {
    if (profile.missing() <= 0 || profile.notRunning() >= settings.maxPendingPerProfile()) {
      return false;
    }
    if (profile.health.isPausing()) {
      profile.health.registered(registered());
    }
    return profile.health.mayAsk(now, profile.onTheWay());
  }

  private Optional<Long> nextId() {
    Long unused = unusedIds.poll();
    if (unused != null) {
      return Optional.of(unused);
    }
    if (lastId >= settings.allocationMaximum()) {
      limitReached();
      return Optional.empty();
    }
    return Optional.of(++lastId);
  }

  /** What runs may go on; when nothing is left, waiting would be for ever. */
  private void limitReached() {
    String message =
        "all "
            + settings.allocationMaximum()
            + " executors that "
            + ConfigKeys.KUBERNETES_ALLOCATION_MAXIMUM.key()
            + " allows have been asked for; find out why so many ended, or raise the setting";
    if (counted.isEmpty()) {
      aborter.abort(new SparkKubernetesException(PodsmithError.APP_EXECUTOR_LIMIT, message));
    } else if (!limitReported) {
      limitReported = true;
      LOG.error("No more executors: {}", message);
    }
  }

  private void begin(CreateAttempt attempt, long now) {
    attempt.round = window.begin();
    attempt.begunAt = now;
    profile(attempt.profileId).inFlight++;
    send(attempt);
  }

  private void send(CreateAttempt attempt) {
    loop.io()
        .execute(
            () -> {
              CreateOutcome outcome = advance(attempt);
              loop.execute(() -> finished(attempt, outcome));
            });
  }

  /** Whatever happens, what was begun comes to an end. */
  private CreateOutcome advance(CreateAttempt attempt) {
    try {
      return creator.advance(attempt);
    } catch (Throwable e) {
      return new Hopeless(e);
    }
  }

  private void finished(CreateAttempt attempt, CreateOutcome outcome) {
    long now = loop.now();
    ProfileState profile = profile(attempt.profileId);
    wakeUp.soon();
    if (outcome instanceof NotThere && isWanted(attempt, profile) && now >= window.pausedUntil()) {
      // The look was no more than the first half of the request.
      send(attempt);
      return;
    }
    profile.inFlight--;
    if (outcome instanceof Busy busy) {
      busy(attempt, profile, busy.failure(), now);
    } else if (outcome instanceof Refused refused) {
      window.refused();
      refused(attempt, profile, refused, now);
    } else if (outcome instanceof NoClaim noClaim) {
      window.toldNothing();
      forget(attempt, true);
      String said = "waiting to use one of " + noClaim.claims() + " volume claims again";
      putOff(profile, said, Duration.ZERO, attempt, now);
    } else if (outcome instanceof AwaitsClaim) {
      window.toldNothing();
      awaitsClaim(attempt, profile);
    } else if (outcome instanceof Hopeless hopeless) {
      window.toldNothing();
      uncount(attempt.executorId);
      discard(attempt);
      aborter.abort(hopeless.cause());
    } else if (outcome instanceof NotThere) {
      window.toldNothing();
      goOnOrGiveUp(attempt, profile);
    } else if (outcome instanceof NameTaken taken) {
      window.refused();
      forget(attempt, false);
      LOG.warn(
          "A pod named {} exists that has ended or is not this application's; executor id {} is"
              + " left out",
          taken.podName(),
          attempt.executorId);
    } else if (outcome instanceof Created) {
      window.answered();
      created(attempt, profile, now);
    }
  }

  /** Its claim may have been released before the outcome came in. */
  private void awaitsClaim(CreateAttempt attempt, ProfileState profile) {
    attempt.hasAwaitedClaim = true;
    if (stopped || !counted.containsKey(attempt.executorId)) {
      discard(attempt);
    } else if (profile.excess() > 0) {
      giveUp(attempt);
    } else {
      long until = creator.awaitsClaimUntil(attempt.executorId);
      LOG.debug(
          "Executor {} waits up to {} ms for the volume claim of an executor on its way out",
          attempt.executorId,
          until - loop.now());
      awaitClaim(attempt, profile, until);
    }
  }

  private void busy(CreateAttempt attempt, ProfileState profile, ApiFailure failure, long now) {
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    progress.delayed(failure);
    metrics.delayed();
    attempt.pause(now);
    judge.rejected(profile.id, failure, now);
    boolean isRefusal = isRefusal(attempt, profile, failure);
    if (isRefusal) {
      window.toldNothing();
    } else {
      window.overloaded(attempt.round, asked, now);
    }
    goOnOrGiveUp(attempt, profile);
    if (isRefusal) {
      putOff(profile, failure.said(), asked, attempt, now);
    }
  }

  /** Where the server fails at all executors of one profile, the others are to go on. */
  private boolean isRefusal(CreateAttempt attempt, ProfileState profile, ApiFailure failure) {
    if (!failure.isUnknownOutcome()) {
      return false;
    }
    if (attempt.serverErrors == 0 || profile.acceptedAt >= attempt.firstErrorAt) {
      attempt.serverErrors = 0;
      attempt.firstErrorAt = attempt.begunAt;
    }
    attempt.serverErrors++;
    boolean failsAtAll = acceptedAt < attempt.firstErrorAt;
    return failsAtAll
        ? failure.status() >= SERVER_ERROR && attempt.serverErrors >= SERVER_ERRORS_ARE_REFUSAL
        : attempt.serverErrors >= SERVER_ERRORS_BESIDE_SUCCESS_ARE_REFUSAL;
  }

  private void refused(CreateAttempt attempt, ProfileState profile, Refused refused, long now) {
    metrics.refused();
    forget(attempt, refused.nameIsFree());
    ApiFailure failure = refused.failure();
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    String said = failure.said() + Rejection.of(failure).advice(failure);
    boolean isLogged = failure.isUnauthenticated();
    if (profile.refusals.note(said, isLogged, asked, attempt.begunAt, now)) {
      backend.report(new ExecutorNews.Delayed(profile.id, said));
    }
    judge.rejected(profile.id, failure, now);
  }

  private void putOff(
      ProfileState profile, String said, Duration asked, CreateAttempt attempt, long now) {
    if (profile.refusals.note(said, asked, attempt.begunAt, now)) {
      backend.report(new ExecutorNews.Delayed(profile.id, said));
    }
  }

  /** The pod may have been seen, and even have ended, before the answer came. */
  private void created(CreateAttempt attempt, ProfileState profile, long now) {
    profile.acceptedAt = now;
    judge.accepted(profile.id);
    acceptedAt = now;
    metrics.created();
    if (profile.creating.remove(attempt.executorId)) {
      profile.unseen.put(attempt.executorId, now);
    }
    if (profile.missing() <= 0 && profile.creating.isEmpty()) {
      profile.refusals.accepted();
    } else {
      profile.refusals.accepted(attempt.begunAt);
    }
  }

  private boolean isWanted(CreateAttempt attempt, ProfileState profile) {
    return !stopped
        && !aborter.isAborted()
        && counted.containsKey(attempt.executorId)
        && profile.excess() <= 0;
  }

  private void goOnOrGiveUp(CreateAttempt attempt, ProfileState profile) {
    if (stopped) {
      discard(attempt);
    } else if (!counted.containsKey(attempt.executorId)) {
      // Its pod was seen, and went.
      abandon(attempt);
    } else if (profile.excess() > 0 && !attempt.mayHavePod()) {
      giveUp(attempt);
    } else {
      profile.interrupted.add(attempt);
    }
  }

  private void forget(CreateAttempt attempt, boolean idIsFree) {
    uncount(attempt.executorId);
    if (idIsFree) {
      unusedIds.add(attempt.executorId);
    }
  }

  /** Gives up an attempt that has no pod; its id is used again when nothing is left of it. */
  private void giveUp(CreateAttempt attempt) {
    uncount(attempt.executorId);
    if (attempt.mayExist) {
      // A server that is slow enough may create the pod yet.
      deleted.add(attempt.executorId);
    }
    boolean idIsFree = !attempt.mayExist;
    clean(
        attempt,
        () -> creator.discard(attempt),
        () -> {
          if (idIsFree) {
            unusedIds.add(attempt.executorId);
            wakeUp.soon();
          }
        });
  }

  private void discard(CreateAttempt attempt) {
    clean(attempt, () -> creator.discard(attempt), () -> {});
  }

  /** The pod of an attempt was seen and is none of the executors any more. */
  private void abandon(CreateAttempt attempt) {
    clean(attempt, () -> creator.deleteWhatPrecedes(attempt), () -> {});
  }

  private void clean(CreateAttempt attempt, Runnable task, Runnable afterwards) {
    if (!attempt.begun) {
      task.run();
      afterwards.run();
      return;
    }
    beingCleaned++;
    loop.io()
        .execute(
            () -> {
              try {
                task.run();
              } finally {
                loop.execute(
                    () -> {
                      beingCleaned--;
                      afterwards.run();
                    });
              }
            });
  }

  /** Gives up pods that were created long ago and were never seen. */
  private void giveUpUnseen(long now) {
    long tooOld = now - settings.createTimeout().toMillis();
    List<Long> lost = new ArrayList<>();
    for (ProfileState profile : profiles.values()) {
      for (Map.Entry<Long, Long> e : profile.unseen.entrySet()) {
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
        ProfileState profile = counted.get(id);
        if (profile != null) {
          profile.unseen.remove(id);
          profile.unseen.put(id, now);
        }
      }
    }
    if (!lost.isEmpty()) {
      LOG.warn(
          "Executors with ids {} were not detected in the Kubernetes cluster after {} ms although"
              + " their pods were created; requesting others",
          lost,
          settings.createTimeout().toMillis());
      giveUp(lost);
      if (settings.deleteExecutors()) {
        deleter.deleteExecutors(lost, Optional.empty());
      }
    }
  }

  /** Takes back requests for executors that are no longer wanted and do not run yet. */
  private void giveUpExcess(ProfileState profile, long now) {
    int excess = profile.excess();
    if (excess <= 0 || now < profile.excessCheckAt) {
      return;
    }
    List<CreateAttempt> waiting = profile.awaitingClaim.removeIf(attempt -> true, excess);
    waiting.forEach(this::giveUp);
    excess -= waiting.size();
    List<CreateAttempt> withoutPod =
        profile.interrupted.removeIf(attempt -> !attempt.mayHavePod(), excess);
    withoutPod.forEach(this::giveUp);
    excess -= withoutPod.size();
    List<Long> unneeded = new ArrayList<>();
    long tooYoung = now - settings.idleTimeout().toMillis();
    for (Map.Entry<Long, Long> e : profile.unseen.entrySet()) {
      if (unneeded.size() < excess && e.getValue() < tooYoung) {
        unneeded.add(e.getKey());
      }
    }
    if (unneeded.size() < excess && !profile.pending.isEmpty()) {
      for (Map.Entry<Long, Long> e : profile.pending.entrySet()) {
        long id = e.getKey();
        boolean isOld = e.getValue() < tooYoung;
        if (unneeded.size() < excess && isOld && !registered().contains(id)) {
          unneeded.add(id);
        }
      }
    }
    if (!unneeded.isEmpty()) {
      LOG.info(
          "Deleting {} excess pod requests of resource profile {}, which do not run yet: target {}",
          unneeded.size(),
          profile.id,
          profile.target);
      giveUp(unneeded);
      deleter.deleteExecutors(unneeded, Optional.of("Pending"));
    }
    profile.excessCheckAt = soonestExcess(profile, now);
  }

  private void giveUp(Collection<Long> ids) {
    deleted.addAll(ids);
    ids.forEach(this::uncount);
  }

  private void setAlarms(long now) {
    for (ProfileState profile : profiles.values()) {
      if (profile.missing() > 0 || !profile.interrupted.isEmpty()) {
        wakeUp.at(window.pausedUntil());
        wakeUp.at(batch.refillAt());
        wakeUp.at(rate.nextAt());
      }
      profile.interrupted.nextAt().ifPresent(wakeUp::at);
      profile.awaitingClaim.nextAt().ifPresent(wakeUp::at);
      if (!profile.interrupted.isEmpty() && profile.refusals.isActive()) {
        wakeUp.at(profile.refusals.until());
      }
      if (profile.missing() > 0 && profile.refusals.isActive()) {
        wakeUp.at(profile.refusals.until());
      }
      if (profile.missing() > 0 && profile.health.isPausing()) {
        wakeUp.at(profile.health.until());
        wakeUp.at(profile.health.trialOverAt());
        if (profile.health.isProbeOnTrial()) {
          // Nobody says when it registers.
          wakeUp.at(now + LOOK_AGAIN.toMillis());
        }
      }
      if (!profile.unseen.isEmpty()) {
        long oldest = profile.unseen.values().iterator().next();
        wakeUp.at(oldest + settings.createTimeout().toMillis());
      }
      if (profile.excess() > 0 && profile.notRunning() > 0) {
        wakeUp.at(profile.excessCheckAt);
      }
    }
  }

  /** When the next executor stops being safe from being given up. */
  private long soonestExcess(ProfileState profile, long now) {
    long idle = settings.idleTimeout().toMillis();
    long soonest = now + idle;
    boolean held = false;
    for (long since : profile.unseen.values()) {
      soonest = Math.min(soonest, since + idle);
    }
    for (long since : profile.pending.values()) {
      long end = since + idle;
      if (end >= now) {
        soonest = Math.min(soonest, end);
      } else {
        held = true;
      }
    }
    // Those that are past it already are held by something else, such as their registration.
    return held ? Math.min(soonest + 1, now + LOOK_AGAIN.toMillis()) : soonest + 1;
  }

  @Override
  public void onFullList(long listedAt, boolean current) {
    // An executor that was given up before it was ever seen leaves no other trace.
    deleted.removeIf(id -> store.find(id).isEmpty() && !deleter.isPending(id));
    if (current) {
      replaceUnlisted(listedAt);
    }
  }

  /** What was created before a list began, and is not in it, has gone before it was ever seen. */
  private void replaceUnlisted(long listedAt) {
    List<Long> gone = new ArrayList<>();
    for (ProfileState profile : profiles.values()) {
      for (Map.Entry<Long, Long> e : profile.unseen.entrySet()) {
        if (e.getValue() < listedAt && store.find(e.getKey()).isEmpty()) {
          gone.add(e.getKey());
        }
      }
    }
    if (!gone.isEmpty()) {
      registered = Optional.empty();
      gone.removeAll(registered());
      gone.forEach(this::uncount);
      LOG.debug("Executors {} went before they were seen", gone);
      wakeUp.soon();
    }
  }
}
