// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store up to date with a watch that starts with the existing pods.
 *
 * <p>A watch that ends is resumed at its last resource version; if the server has forgotten that
 * version, all pods are listed again. A server that does not support initial events gets a list
 * followed by a watch. A watch without any event, not even the bookmarks that the server sends
 * every minute, is considered dead and reopened. In addition, all pods are listed periodically,
 * which finds what a watch may have missed.
 *
 * <p>While an allocator requests executors in quick succession, it does not need their states, of
 * which each executor has four on its way to running. The first watch is delayed for that time, and
 * then receives only the last of them.
 *
 * <table>
 *   <caption>Phases</caption>
 *   <tr><th>phase</th><th>event</th><th>next phase</th></tr>
 *   <tr><td>NEW</td><td>started while executors are requested</td><td>WAITING</td></tr>
 *   <tr><td>NEW</td><td>started</td><td>SYNCING</td></tr>
 *   <tr><td>WAITING</td><td>requests calm down, a task needs the existing pods, or 10 s pass</td>
 *       <td>SYNCING</td></tr>
 *   <tr><td>SYNCING</td><td>a list or the initial events are complete</td><td>SYNCED</td></tr>
 *   <tr><td>SYNCED</td><td>the watch ends, is reopened or replaced by a list</td><td>SYNCED</td></tr>
 *   <tr><td>any</td><td>the application stops</td><td>STOPPED</td></tr>
 *   <tr><td>any</td><td>closed</td><td>CLOSED</td></tr>
 * </table>
 *
 * <p>Used on the event loop only.
 */
public final class ExecutorPodSource {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPodSource.class);
  static final Duration SILENCE = Duration.ofSeconds(150);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_OVERLOAD_PAUSE = Duration.ofSeconds(2);
  private static final Duration BRIEF = Duration.ofSeconds(5);
  private static final Duration CALM_CHECK_INTERVAL = Duration.ofMillis(50);

  /** About the time from the request for an executor to its registration. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** A server that supports initial events completes them within that time. */
  private static final Duration INITIAL_EVENTS_TIMEOUT = Duration.ofSeconds(5);

  /** Bad request, forbidden, no such method, invalid. */
  private static final Set<Integer> REJECTIONS = Set.of(400, 403, 405, 422);

  private static final String CURRENT = "";
  private static final String CACHED = "0";

  private final ClusterApi api;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final PodSettings settings;
  private final BooleanSupplier isRequesting;
  private final Backoff watchPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Backoff overloadPause = new Backoff(FIRST_PAUSE, LONGEST_OVERLOAD_PAUSE);
  private final Backoff listPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  /** How the existing pods are obtained. */
  private enum InitialState {
    /** As the initial events of a watch. */
    BY_WATCH,

    /** By a list that precedes the watch: the server does not support initial events. */
    BY_LIST
  }

  private SourcePhase phase = SourcePhase.NEW;
  private InitialState initialState = InitialState.BY_WATCH;
  private boolean listInFlight;

  /** Begins the allocation; empty once it has run. */
  private Optional<Runnable> begin;

  /** The initial events of the watch so far; empty once they are complete. */
  private Optional<List<ExecutorPod>> initial = Optional.empty();

  private final List<Runnable> whenKnown = new ArrayList<>();

  /** Executors that were deleted since the stop. */
  private final Set<Long> goneSinceStop = new HashSet<>();

  private final FailureReports reports;

  private String version = CURRENT;
  private long startedAt;
  private long openedAt;
  private long lastHeard;
  private int watchNumber;
  private ClusterApi.@Nullable Watch watch;

  /**
   * @param isRequesting whether executors are being requested, or will be as soon as {@code begin}
   *     runs, without knowledge of existing pods
   * @param begin runs once: when the existing pods are known, or at the start if {@code
   *     isRequesting}
   * @param access ends the application where it has lost its access
   */
  public ExecutorPodSource(
      ClusterApi api,
      ExecutorPodStore store,
      EventLoop loop,
      PodSettings settings,
      BooleanSupplier isRequesting,
      Runnable begin,
      AccessLimit access) {
    this.api = api;
    this.store = store;
    this.loop = loop;
    this.settings = settings;
    this.isRequesting = isRequesting;
    this.begin = Optional.of(begin);
    this.reports = new FailureReports(loop::now, () -> this.begin.isEmpty(), access);
  }

  public void start() {
    loop.assertOnLoop();
    startedAt = loop.now();
    if (!settings.polling().watches()) {
      become(SourcePhase.SYNCING);
      list(CURRENT, false);
    } else if (isRequesting.getAsBoolean()) {
      become(SourcePhase.WAITING);
      runBegin();
      loop.schedule(CALM_CHECK_INTERVAL, this::openWhenNeeded);
    } else {
      become(SourcePhase.SYNCING);
      openWatch();
    }
    if (settings.polling().polls()) {
      loop.schedule(settings.polling().interval(), this::poll);
    }
    if (settings.polling().watches()) {
      loop.schedule(SILENCE.dividedBy(2), this::checkSilence);
    }
  }

  private void become(SourcePhase next) {
    if (!phase.canBecome(next)) {
      throw new IllegalStateException(
          "the watch of executor pods cannot become %s, because it is %s".formatted(next, phase));
    }
    phase = next;
  }

  /** Runs a task once the existing pods are known; not at all if the application stops before. */
  public void whenKnown(Runnable task) {
    loop.assertOnLoop();
    if (phase == SourcePhase.SYNCED) {
      task.run();
    } else if (!phase.isStopped()) {
      whenKnown.add(task);
      stopWaiting();
    }
  }

  private void stopWaiting() {
    if (phase == SourcePhase.WAITING) {
      become(SourcePhase.SYNCING);
      openWatch();
    }
  }

  private void openWhenNeeded() {
    if (!isRequesting.getAsBoolean() || loop.now() - startedAt >= LONGEST_WAIT.toMillis()) {
      stopWaiting();
    } else if (phase == SourcePhase.WAITING) {
      loop.schedule(CALM_CHECK_INTERVAL, this::openWhenNeeded);
    }
  }

  /** Stops changing the store, but records deletions of pods while the watch is open. */
  public void stop() {
    loop.assertOnLoop();
    become(SourcePhase.STOPPED);
    if (watch != null) {
      watch.deletionsOnly();
    }
  }

  /**
   * Returns how many of these executors were not observed to be deleted since {@link #stop}; empty
   * if no watch observes them.
   */
  public OptionalInt notObservedGone(Collection<Long> executorIds) {
    loop.assertOnLoop();
    if (watch == null || initial.isPresent()) {
      return OptionalInt.empty();
    }
    int left = 0;
    for (long id : executorIds) {
      left += goneSinceStop.contains(id) ? 0 : 1;
    }
    return OptionalInt.of(left);
  }

  public void close() {
    loop.assertOnLoop();
    become(SourcePhase.CLOSED);
    closeWatch();
  }

  private void poll() {
    if (phase.isStopped()) {
      return;
    }
    if (!listInFlight && phase != SourcePhase.WAITING) {
      list(settings.polling().fromCache() ? CACHED : CURRENT, false);
    }
    loop.schedule(settings.polling().interval(), this::poll);
  }

  private void list(String atVersion, boolean thenWatch) {
    listInFlight = true;
    long listedAt = loop.now();
    boolean current = atVersion.equals(CURRENT);
    loop.request(
        () -> api.listAllExecutors(atVersion),
        list -> listed(list, listedAt, current, thenWatch),
        failure -> listFailed(ApiFailure.from(failure), thenWatch));
  }

  private void listed(Page list, long listedAt, boolean current, boolean thenWatch) {
    if (phase.isStopped()) {
      return;
    }
    listInFlight = false;
    listPause.reset();
    reports.succeeded(AccessLimit.Request.LIST);
    store.replace(list.pods(), number(list.version()), listedAt, current);
    becomeKnown();
    if (thenWatch) {
      version = list.version().isEmpty() ? CACHED : list.version();
      openWatch();
    }
  }

  private void becomeKnown() {
    if (phase == SourcePhase.SYNCING) {
      become(SourcePhase.SYNCED);
    }
    runBegin();
    List<Runnable> tasks = List.copyOf(whenKnown);
    whenKnown.clear();
    // A task each: one that fails must not keep the others from running.
    tasks.forEach(loop::execute);
  }

  private void runBegin() {
    // A separate task: if it fails, existing executors are watched nevertheless.
    begin.ifPresent(loop::execute);
    begin = Optional.empty();
  }

  private void listFailed(ApiFailure failure, boolean thenWatch) {
    if (phase.isStopped()) {
      return;
    }
    listInFlight = false;
    reports.failed(AccessLimit.Request.LIST, failure);
    if (thenWatch) {
      loop.schedule(pause(listPause, failure), this::relist);
    }
  }

  private void relist() {
    if (phase.isStopped()) {
      return;
    }
    version = CURRENT;
    if (initialState == InitialState.BY_WATCH) {
      openWatch();
    } else {
      list(CURRENT, true);
    }
  }

  private void openWatch() {
    if (phase.isStopped()) {
      return;
    }
    int number = ++watchNumber;
    openedAt = loop.now();
    lastHeard = openedAt;
    initial = version.equals(CURRENT) ? Optional.of(new ArrayList<>()) : Optional.empty();
    if (initial.isPresent()) {
      loop.schedule(INITIAL_EVENTS_TIMEOUT, () -> checkInitialEvents(number));
    }
    try {
      watch = api.watchExecutors(version, new Listener(number));
    } catch (RuntimeException e) {
      watchClosed(Optional.of(ApiFailure.from(e)));
    }
  }

  /** A server without support for initial events may send events, but not where the first end. */
  private void checkInitialEvents(int number) {
    if (number == watchNumber && initial.isPresent() && !phase.isStopped()) {
      if (loop.now() - lastHeard >= INITIAL_EVENTS_TIMEOUT.toMillis()) {
        LOG.debug(
            "The API server did not send the initial events of the watch; listing executors"
                + " instead");
        closeWatch();
        listInstead();
      } else {
        loop.schedule(INITIAL_EVENTS_TIMEOUT, () -> checkInitialEvents(number));
      }
    }
  }

  private void listInstead() {
    initialState = InitialState.BY_LIST;
    relist();
  }

  private void checkSilence() {
    if (phase.isStopped()) {
      return;
    }
    if (watch != null && loop.now() - lastHeard > SILENCE.toMillis()) {
      LOG.info("The watch has received no event for {} s; reopening it", SILENCE.toSeconds());
      closeWatch();
      openWatch();
    }
    loop.schedule(SILENCE.dividedBy(2), this::checkSilence);
  }

  private void closeWatch() {
    ClusterApi.Watch open = watch;
    watch = null;
    watchNumber++;
    if (open != null) {
      open.close();
    }
  }

  private void watchClosed(Optional<ApiFailure> failure) {
    closeWatch();
    if (initial.isPresent() && failure.map(ExecutorPodSource::isRejection).orElse(true)) {
      failure.ifPresent(e -> LOG.debug("Listing executors before watching them: {}", e.said()));
      listInstead();
    } else if (failure.isEmpty()) {
      LOG.debug("The watch has expired; resuming it from resource version {}", version);
      loop.schedule(pauseAfter(Duration.ofMillis(loop.now() - openedAt)), this::openWatch);
    } else if (failure.get().isGone()) {
      LOG.debug("Resource version {} is too old; listing all executors", version);
      loop.schedule(pause(watchPause, failure.get()), this::relist);
    } else {
      reports.failed(AccessLimit.Request.WATCH, failure.get());
      loop.schedule(pause(watchPause, failure.get()), this::openWatch);
    }
  }

  /** Servers before Kubernetes 1.32 reject a watch with initial events. */
  private static boolean isRejection(ApiFailure failure) {
    return REJECTIONS.contains(failure.status());
  }

  /**
   * An overloaded server ends watches that it cannot serve as fast as pods change. Reopening them
   * without a pause would only add load.
   */
  private Duration pauseAfter(Duration lasted) {
    if (lasted.compareTo(BRIEF) >= 0) {
      overloadPause.reset();
      return FIRST_PAUSE;
    }
    Duration failing = watchPause.nextPause();
    Duration overloaded = overloadPause.nextPause();
    return failing.compareTo(overloaded) > 0 ? failing : overloaded;
  }

  private static Duration pause(Backoff backoff, ApiFailure failure) {
    return failure.pauseAtLeast(backoff.nextPause());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private final class Listener implements WatchListener {
    private final int number;

    Listener(int number) {
      this.number = number;
    }

    @Override
    public void onChanges(List<PodEvent> events, String newVersion) {
      loop.execute(
          () -> {
            if (number == watchNumber && phase.isStopped()) {
              events.stream().filter(PodEvent::gone).forEach(e -> goneSinceStop.add(e.pod().id()));
            } else if (number == watchNumber) {
              lastHeard = loop.now();
              watchPause.reset();
              reports.succeeded(AccessLimit.Request.WATCH);
              if (initial.isPresent()) {
                events.forEach(e -> initial.get().add(e.pod()));
              } else {
                version = newVersion;
                store.update(events);
              }
            }
          });
    }

    @Override
    public void onInitialEventsComplete(String newVersion) {
      loop.execute(
          () -> {
            if (number == watchNumber && !phase.isStopped() && initial.isPresent()) {
              version = newVersion;
              List<ExecutorPod> all = initial.get();
              initial = Optional.empty();
              store.replace(all, number(newVersion), openedAt, true);
              becomeKnown();
            }
          });
    }

    @Override
    public void onClosed(Optional<ApiFailure> failure) {
      loop.execute(
          () -> {
            if (number == watchNumber && phase.isStopped()) {
              closeWatch();
            } else if (number == watchNumber) {
              watchClosed(failure);
            }
          });
    }
  }
}
