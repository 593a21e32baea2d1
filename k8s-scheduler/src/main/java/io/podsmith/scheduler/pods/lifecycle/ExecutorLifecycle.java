// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SparkExecutorKeys;
import io.podsmith.scheduler.pods.cleanup.PodDeleter;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.report.ExitCause;
import io.podsmith.scheduler.pods.report.ExitReasons;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes note of executors that end: tells the scheduler why, clears their pods away, and gives the
 * application up when too many fail. Used on the event loop only.
 */
public final class ExecutorLifecycle implements PodSubscriber {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorLifecycle.class);
  private static final Duration MARK_AGAIN = Duration.ofSeconds(5);

  private final PodSettings settings;
  private final ClusterApi api;
  private final ExecutorPodStore store;
  private final PodDeleter deleter;
  private final ExecutorBackend backend;
  private final Aborter aborter;
  private final EventLoop loop;
  private final FailureTracker failures;
  private final ExecutorMetrics metrics;

  /** When executors were reported as ended; oldest first. */
  private final LinkedHashMap<Long, Long> removed = new LinkedHashMap<>();

  /**
   * At which full list each registered executor was first known to the scheduler, on the loop's
   * clock: the scheduler's own times are those of a clock that may be set.
   */
  private final Map<Long, Long> registeredSince = new HashMap<>();

  /** The pods of executors whose ids are not on them yet, by executor id. */
  private final Map<Long, String> unlabeled = new HashMap<>();

  /** Pods that are kept and are being marked as such. */
  private final Set<Long> marking = new HashSet<>();

  /** What is found at the start ended under an earlier driver and is not held against this one. */
  private boolean knowsWhatThereWas;

  private boolean markingForbidden;
  private final StartTroubles troubles;
  private final StuckStarts stuck;
  private final FailingNodes nodes;
  private final LongFunction<OptionalLong> memoryUsage;
  private final LongPredicate isInherited;

  /**
   * @param memoryUsage the memory that an executor used when that was last measured, in bytes
   * @param isInherited whether an earlier driver created an executor that never registered here
   */
  public ExecutorLifecycle(
      PodSettings settings,
      ClusterApi api,
      ExecutorPodStore store,
      PodDeleter deleter,
      ExecutorBackend backend,
      Aborter aborter,
      EventLoop loop,
      ExecutorMetrics metrics,
      FailingNodes nodes,
      LongFunction<OptionalLong> memoryUsage,
      LongPredicate isInherited) {
    this.memoryUsage = memoryUsage;
    this.isInherited = isInherited;
    this.settings = settings;
    this.api = api;
    this.store = store;
    this.deleter = deleter;
    this.backend = backend;
    this.aborter = aborter;
    this.loop = loop;
    this.metrics = metrics;
    this.nodes = nodes;
    this.troubles = new StartTroubles(backend, store, loop);
    this.stuck = new StuckStarts(settings.failures().startTimeout(), store, aborter, loop);
    this.failures = new FailureTracker(settings.failures().validity());
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    forgetOldRemovals();
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      stuck.look(pod);
      if (pod.inactive()) {
        marking.remove(pod.id());
      } else if (pod.phase().isFinal()) {
        boolean isNews =
            !change.before().map(ExecutorPod::phase).map(ExecutorPhase::isFinal).orElse(false);
        if (isNews) {
          ended(pod);
        }
        if (!change.gone()) {
          clearAway(pod);
        } else {
          marking.remove(pod.id());
        }
      } else {
        troubles.look(pod, loop.now());
      }
    }
  }

  /** Records which pod an executor has, whose id is still to be put on it. */
  public void idGiven(String podName, long executorId) {
    unlabeled.values().remove(podName);
    unlabeled.put(executorId, podName);
  }

  /** What ends before it has an id is no executor yet, but may be a sign that none will ever be. */
  @Override
  public void onUnnamedChanges(List<PodChange> changes) {
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      if (change.gone() || pod.deleting()) {
        continue;
      }
      troubles.look(pod, loop.now());
      stuck.look(pod);
      if (ends(pod) > change.before().map(ExecutorLifecycle::ends).orElse(0)) {
        ExecutorPod ended = pod.phase().isFinal() ? pod : pod.supersededBy(pod);
        ExecutorExit exit = ExitReasons.of(ended, settings.rules());
        LOG.warn("{}", exit.message());
        // Even without an error: an executor that asks for no id does nothing.
        boolean mayRecur = exit.causedByApp() || exit.cause() == ExitCause.FINISHED;
        if (knowsWhatThereWas && mayRecur) {
          failed();
        }
      }
    }
  }

  /** How often Spark's container has ended in a pod. */
  private static int ends(ExecutorPod pod) {
    return pod.restarts() + (pod.phase().isFinal() ? 1 : 0);
  }

  /** Finds executors that the scheduler knows and the cluster does not. */
  @Override
  public void onFullList(long listedAt, boolean current) {
    knowsWhatThereWas = true;
    // What lasts brings no news of itself.
    store.all().forEach(pod -> troubles.look(pod, loop.now()));
    store.unnamed().forEach(pod -> troubles.look(pod, loop.now()));
    forgetLabeled();
    Set<Long> registered = backend.registeredExecutors();
    registeredSince.keySet().retainAll(registered);
    registered.forEach(id -> registeredSince.putIfAbsent(id, listedAt));
    long lostIfOlder = listedAt - settings.lifetimes().missing().toMillis();
    registeredSince.forEach(
        (id, since) -> {
          boolean lost =
              since <= lostIfOlder
                  && store.find(id).isEmpty()
                  && !unlabeled.containsKey(id)
                  && !removed.containsKey(id);
          if (lost) {
            store.lost(id);
            remove(
                id,
                new ExecutorExit(
                    ExecutorExit.UNKNOWN_EXIT_CODE,
                    ExitCause.LOST,
                    "Executor "
                        + id
                        + " has no pod any more; it may have been deleted without a watch"
                        + " event."));
          }
        });
  }

  private void forgetLabeled() {
    if (unlabeled.isEmpty()) {
      return;
    }
    Map<String, Long> idsByPod = new HashMap<>();
    store.unnamed().forEach(pod -> idsByPod.put(pod.name(), pod.id()));
    store.all().forEach(pod -> idsByPod.put(pod.name(), pod.id()));
    unlabeled
        .entrySet()
        .removeIf(
            given -> {
              Long id = idsByPod.get(given.getValue());
              return id == null || id.equals(given.getKey());
            });
  }

  private void ended(ExecutorPod pod) {
    if (removed.containsKey(pod.id())) {
      return;
    }
    ExecutorExit exit = ExitReasons.of(pod, settings.rules(), memoryUsage.apply(pod.id()));
    remove(pod.id(), exit);
    boolean isOurs = knowsWhatThereWas && !isInherited.test(pod.id());
    if (isOurs && pod.phase() == ExecutorPhase.FAILED && exit.causedByApp()) {
      if (exit.cause() == ExitCause.APPLICATION) {
        nodes.failed(pod.node());
      }
      failed();
    }
  }

  private void remove(long id, ExecutorExit exit) {
    removed.put(id, loop.now());
    metrics.ended(exit);
    backend.removeExecutor(id, exit);
    backend.report(new ExecutorNews.Ended(id, exit));
  }

  private void failed() {
    long now = loop.now();
    failures.failed(now);
    int count = failures.count(now);
    if (count > settings.failures().max() && !aborter.isAborted()) {
      LOG.error("Max number of executor failures ({}) reached", settings.failures().max());
      aborter.abort(
          new PodsmithException(
              PodsmithError.APP_EXECUTOR_FAILURES,
              count
                  + " executors failed, but at most "
                  + settings.failures().max()
                  + " are allowed; see above why they failed, or raise "
                  + SparkExecutorKeys.MAX_EXECUTOR_FAILURES.key()));
    }
  }

  private void clearAway(ExecutorPod pod) {
    if (settings.cleanup().executors()) {
      deleter.delete(pod);
    } else if (settings.allocator().set().isPresent()) {
      // Its container starts again, as another executor, which must not be overlooked.
      LOG.debug("Pod {} is kept and restarts as another executor", pod.name());
    } else if (!pod.deleting() && marking.add(pod.id())) {
      mark(pod);
    }
  }

  /** A pod that is kept is marked, so that it is ignored from then on. */
  private void mark(ExecutorPod pod) {
    loop.request(
        () -> api.labelPod(pod.name(), Constants.SPARK_EXECUTOR_INACTIVE_LABEL, "true"),
        () -> {},
        failure -> markFailed(pod, ApiFailure.from(failure)));
  }

  private void markFailed(ExecutorPod pod, ApiFailure failure) {
    if (!failure.isForbidden()) {
      LOG.debug("Cannot mark pod {} as inactive: {}", pod.name(), failure.said());
      loop.schedule(MARK_AGAIN, () -> markAgain(pod));
    } else if (!markingForbidden) {
      markingForbidden = true;
      LOG.warn("Cannot mark kept pods as inactive: {}", failure.said());
    }
  }

  private void markAgain(ExecutorPod pod) {
    if (marking.contains(pod.id())) {
      mark(pod);
    }
  }

  private void forgetOldRemovals() {
    long old = loop.now() - settings.lifetimes().removed().toMillis();
    for (Iterator<Long> times = removed.values().iterator();
        times.hasNext() && times.next() < old; ) {
      times.remove();
    }
  }
}
