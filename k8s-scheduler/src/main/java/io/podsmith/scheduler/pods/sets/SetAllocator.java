// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.allocation.AllocationProgress;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.allocation.ObjectOwnership;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.OwnerReferences;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.loop.WakeUp;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorCounts;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves it to Kubernetes to keep up executors: a stateful set or deployment for each resource
 * profile, of which only the size changes.
 *
 * <p>A set never shrinks by an executor that Spark has not released, as far as possible: for a
 * Deployment, it marks the pods to delete first; a StatefulSet deletes those with the highest
 * ordinals, so it waits until these are free.
 */
public final class SetAllocator implements ExecutorAllocator {
  private static final Logger LOG = LoggerFactory.getLogger(SetAllocator.class);
  private static final Duration ABANDON_EVERY = Duration.ofSeconds(1);

  private final SetKind kind;
  private final PodSettings settings;
  private final ClusterApi api;
  private final ExecutorSpecFactory specs;
  private final ExecutorSetBuilder builder;
  private final ExecutorPodStore store;
  private final Aborter aborter;
  private final EventLoop loop;
  private final ExecutorMetrics metrics;
  private final AllocationProgress progress;
  private final WakeUp wakeUp;
  private final RejectionJudge judge;
  private final SetShortages shortages;
  private final ObjectOwnership ownership;

  private final NavigableMap<Integer, ExecutorSet> sets = new TreeMap<>();

  /** When ids were given out whose pods were not seen with them yet. */
  private final Map<Long, Long> givenAt = new HashMap<>();

  /** Executors whose pods were marked as the first to go. */
  private final Set<Long> marked = new HashSet<>();

  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
  private int inFlight;
  private boolean started;
  private boolean stopped;
  private boolean markingFailed;

  public SetAllocator(
      SetKind kind,
      PodSettings settings,
      ClusterApi api,
      ExecutorSpecFactory specs,
      ExecutorSetBuilder builder,
      ExecutorPodStore store,
      ExecutorBackend backend,
      Aborter aborter,
      EventLoop loop,
      ExecutorMetrics metrics,
      RejectionLimits limits,
      RejectionJudge judge) {
    this.kind = kind;
    this.settings = settings;
    this.api = api;
    this.specs = specs;
    this.builder = builder;
    this.store = store;
    this.aborter = aborter;
    this.loop = loop;
    this.metrics = metrics;
    this.progress = new AllocationProgress(loop, backend);
    this.wakeUp = new WakeUp(loop, this::act);
    this.ownership = new ObjectOwnership(api, builder.appId());
    this.judge = judge;
    this.shortages =
        new SetShortages(limits, kind, api, loop, judge, wakeUp::soon, this::createAgain);
  }

  @Override
  public void start() {
    loop.assertOnLoop();
    started = true;
    wakeUp.soon();
  }

  @Override
  public void setTargets(Map<Integer, Integer> executorsByProfile) {
    loop.assertOnLoop();
    executorsByProfile.forEach((id, target) -> set(id).target = target);
    wakeUp.soon();
  }

  @Override
  public void executorsReleased(Collection<Long> executorIds) {
    loop.assertOnLoop();
    markFirstToGo(executorIds);
    executorIds.forEach(id -> sets.values().forEach(set -> set.release(id)));
    wakeUp.soon();
  }

  /** They end by themselves when they have handed on what they hold; until then they are kept. */
  @Override
  public void decommissioning(Collection<Long> executorIds) {
    markFirstToGo(executorIds);
  }

  @Override
  public void idGiven(String podName, long executorId) {
    loop.assertOnLoop();
    if (executorId > settings.limits().maxExecutors()) {
      aborter.abort(
          new PodsmithException(
              PodsmithError.APP_EXECUTOR_LIMIT,
              "all "
                  + settings.limits().maxExecutors()
                  + " executors that "
                  + ExecutorKeys.KUBERNETES_ALLOCATION_MAXIMUM.key()
                  + " allows have been created; find out why so many ended, or raise the setting"));
      return;
    }
    for (ExecutorSet set : sets.values()) {
      if (set.hasPod(podName)) {
        set.put(executorId, podName);
        givenAt.put(executorId, loop.now());
        metrics.created();
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
    loop.assertOnLoop();
    stopped = true;
    abandonSilentRequests();
  }

  /** A request that has had no answer for long must not hold up the end. */
  private void abandonSilentRequests() {
    if (!isQuiet()) {
      api.abandonSilentRequests();
      loop.schedule(ABANDON_EVERY, this::abandonSilentRequests);
    }
  }

  @Override
  public boolean isQuiet() {
    loop.assertOnLoop();
    return inFlight == 0;
  }

  @Override
  public List<HasMetadata> podControllers() {
    loop.assertOnLoop();
    return sets.values().stream()
        .filter(set -> set.stage() != SetStage.ABSENT)
        .map(set -> builder.reference(set.profileId))
        .toList();
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    loop.assertOnLoop();
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      ExecutorSet set = set(pod.profileId());
      givenAt.remove(pod.id());
      boolean stays =
          !change.gone()
              && !pod.deleting()
              && (pod.phase() == ExecutorPhase.RUNNING || pod.phase() == ExecutorPhase.PENDING);
      if (stays) {
        judge.accepted(pod.profileId());
        set.put(pod.id(), pod.name());
      } else {
        set.remove(pod.id());
        deleted.add(pod.id());
      }
      if (change.gone()) {
        marked.remove(pod.id());
      }
    }
    wakeUp.soon();
  }

  @Override
  public void onUnnamedChanges(List<PodChange> changes) {
    loop.assertOnLoop();
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      if (change.gone() || pod.deleting() || pod.phase().isFinal()) {
        set(pod.profileId()).removeUnnamed(pod.uid());
      } else {
        judge.accepted(pod.profileId());
        set(pod.profileId()).putUnnamed(pod.uid());
      }
    }
    wakeUp.soon();
  }

  @Override
  public void onFullList(long listedAt, boolean current) {
    loop.assertOnLoop();
    // What has no pod any more cannot register, and missing pods are the life cycle's to find.
    deleted.removeIf(id -> store.find(id).isEmpty());
    long tooOld = listedAt - settings.lifetimes().unobserved().toMillis();
    List<Long> neverSeen =
        givenAt.entrySet().stream()
            .filter(e -> e.getValue() < tooOld)
            .map(Map.Entry::getKey)
            .toList();
    for (long id : neverSeen) {
      givenAt.remove(id);
      sets.values().forEach(set -> set.remove(id));
    }
    wakeUp.soon();
  }

  private ExecutorSet set(int profileId) {
    return sets.computeIfAbsent(profileId, id -> new ExecutorSet(id, builder.nameOf(id)));
  }

  /** Does everything that is possible now, and sets alarms for the rest. */
  private void act(long now) {
    if (!started || stopped || aborter.isAborted()) {
      return;
    }
    for (ExecutorSet set : sets.values()) {
      boolean refused = set.refusals.isActive() && set.refusals.until() > now;
      if (refused) {
        wakeUp.at(set.refusals.until());
      } else if (!set.busy && set.marking == 0) {
        resize(set, now);
      }
      shortages.check(set, now).ifPresent(wakeUp::at);
    }
    ExecutorCounts counts = counts();
    progress.update(counts, inFlight);
    metrics.counts(counts);
  }

  private void resize(ExecutorSet set, long now) {
    int others =
        sets.values().stream().filter(other -> other != set).mapToInt(ExecutorSet::unnamed).sum();
    int mayBePending =
        Math.min(
            settings.limits().maxPendingPerProfile(),
            Math.max(0, settings.limits().maxPending() - others));
    int wanted = set.wanted(kind, mayBePending);
    boolean unfinished = set.stage() != SetStage.ABSENT && !set.isComplete();
    if (!unfinished && !set.takeScaling(wanted, now)) {
      set.scaleAgainAt().ifPresent(wakeUp::at);
      return;
    }
    set.busy = true;
    if (set.stage() == SetStage.ABSENT) {
      set.become(SetStage.REQUESTED);
    }
    inFlight++;
    loop.request(() -> request(set, wanted), failure -> answered(set, wanted, failure, now));
  }

  /** Runs on a request thread. */
  private Optional<Throwable> request(ExecutorSet set, int wanted) {
    try {
      if (set.isComplete()) {
        api.scale(kind, set.name, wanted);
      } else {
        create(set, wanted);
      }
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
  }

  private void create(ExecutorSet set, int wanted) {
    if (set.spec.isEmpty()) {
      set.spec =
          Optional.of(
              builder.build(
                  set.profileId, wanted, specs.build(ExecutorSpecFactory.TEMPLATE, set.profileId)));
      set.createdWith = wanted;
    }
    ExecutorSetSpec spec = set.spec.get();
    if (set.uid.isEmpty()) {
      ownership.createAllUnlessThere(
          spec.preResources(),
          owner -> isSet(set, owner),
          spec.origins()::authorOf,
          new HashSet<>());
      set.uid = Optional.of(createSet(set, spec.set()));
    }
    OwnerReference owner =
        OwnerReferences.of(
            spec.set().getApiVersion(), spec.set().getKind(), set.name, set.uid.get());
    spec.preResources().forEach(object -> api.addOwner(object, owner));
    for (HasMetadata object : spec.resources()) {
      // A copy: a step may return the same object for another profile, on another thread.
      HasMetadata owned = Serialization.clone(object);
      owned.getMetadata().setOwnerReferences(List.of(owner));
      ownership.createUnlessThere(
          owned, maker -> isSet(set, maker), () -> spec.origins().authorOf(object));
    }
    set.become(SetStage.COMPLETE);
  }

  /**
   * Creates the set, unless an earlier request did without telling.
   *
   * @throws ClusterException where another's has the name: its template is of another driver
   */
  private String createSet(ExecutorSet state, HasMetadata set) {
    try {
      return api.createObject(set);
    } catch (ApiFailure e) {
      if (e.isUnknownOutcome() && state.stage() == SetStage.REQUESTED) {
        state.become(SetStage.UNCERTAIN);
      }
      if (!e.isAlreadyExists()) {
        throw e;
      }
      Optional<String> there =
          state.stage() == SetStage.UNCERTAIN ? api.findUid(set) : Optional.empty();
      return there.orElseThrow(
          () ->
              new ClusterException(
                  PodsmithError.CLUSTER_REJECTED,
                  "create "
                      + kind.kind()
                      + " "
                      + set.getMetadata().getName()
                      + ": it exists and belongs to another driver with the same spark.app.id;"
                      + " delete it, or choose another id",
                  e.status(),
                  e));
    }
  }

  /** A set that was deleted and is created again finds the objects of the one before. */
  private boolean isSet(ExecutorSet set, OwnerReference owner) {
    return kind.kind().equals(owner.getKind()) && set.name.equals(owner.getName());
  }

  private void answered(ExecutorSet set, int wanted, Optional<Throwable> failure, long begunAt) {
    inFlight--;
    set.busy = false;
    if (failure.isEmpty()) {
      boolean wasCreated = set.spec.isPresent();
      set.replicas = wasCreated ? set.createdWith : wanted;
      // A template may be large and is not needed any more.
      set.spec = Optional.empty();
      set.refusals.accepted();
      LOG.info("Scaled {} {} to {} pods", kind.kind(), set.name, set.replicas);
    } else if (failure.get() instanceof ApiFailure refusal) {
      failed(set, refusal, begunAt);
    } else {
      aborter.abort(failure.get());
    }
    wakeUp.soon();
  }

  private void failed(ExecutorSet set, ApiFailure failure, long begunAt) {
    Rejection rejection = Rejection.of(failure);
    if (rejection == Rejection.INVALID && !set.isComplete()) {
      aborter.abort(
          new ClusterException(
              PodsmithError.CLUSTER_REJECTED,
              "the API server rejects the %s of executors (%s)%s"
                  .formatted(kind.kind(), failure.said(), rejection.advice(failure)),
              failure.status(),
              failure));
      return;
    }
    judge.rejected(set.profileId, failure, loop.now());
    if (aborter.isAborted()) {
      return;
    }
    if (failure.isNotFound() && set.isComplete()) {
      createAgain(set);
      return;
    }
    set.failed(failure, loop.now());
    metrics.rejected();
    set.refusals.note(
        failure.said() + rejection.advice(failure),
        failure.isUnauthenticated(),
        failure.retryAfter().orElse(Duration.ZERO),
        begunAt,
        loop.now());
  }

  /** A deletion may be found twice: by a request to scale the set, and by looking for its pods. */
  private void createAgain(ExecutorSet set) {
    if (set.isComplete()) {
      LOG.warn("{} {} was deleted externally; recreating it", kind.kind(), set.name);
      set.reset();
    }
  }

  /** A deployment takes the pods with the lowest cost first. */
  private void markFirstToGo(Collection<Long> executorIds) {
    if (kind != SetKind.DEPLOYMENT) {
      return;
    }
    for (ExecutorSet set : sets.values()) {
      for (long id : executorIds) {
        set.podOf(id).filter(name -> marked.add(id)).ifPresent(name -> mark(set, name));
      }
    }
  }

  private void mark(ExecutorSet set, String podName) {
    set.marking++;
    inFlight++;
    String cost = Integer.toString(settings.allocator().deletionCost());
    loop.request(
        () -> api.annotatePod(podName, ExecutorSetBuilder.DELETION_COST, cost),
        () -> marked(set),
        failure -> {
          marked(set);
          markingFailed(podName, ApiFailure.orThrow(failure));
        });
  }

  private void marked(ExecutorSet set) {
    set.marking--;
    inFlight--;
    wakeUp.soon();
  }

  private void markingFailed(String podName, ApiFailure failure) {
    if (!markingFailed) {
      markingFailed = true;
      LOG.warn(
          "Cannot set the deletion cost of pod {}, so the deployment may delete another pod: {}",
          podName,
          failure.said());
    }
  }

  private ExecutorCounts counts() {
    int wanted = 0;
    int requested = 0;
    int pending = 0;
    int running = 0;
    for (ExecutorSet set : sets.values()) {
      wanted += set.target;
      requested += Math.max(0, set.replicas - set.pods());
      pending += set.unnamed();
      running += set.pods() - set.unnamed();
    }
    return new ExecutorCounts(wanted, running, pending, requested);
  }
}
