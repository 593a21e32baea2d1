package io.podsmith.scheduler.pods.watch;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.settings.PodSettings;
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
 * Keeps the store up to date: a watch that first tells of all that there is.
 *
 * <p>A watch that ends is opened again where it ended; where the server has forgotten that version,
 * it begins anew. A server that cannot begin a watch with what there is gets a list and then a
 * watch. A watch on which nothing is heard, not even the bookmarks that the server sends every
 * minute, is taken for dead. Beside the watch all is listed now and then, which finds what a watch
 * may have lost.
 *
 * <p>While executors are asked for one after the other, nobody needs their states, of which there
 * are four for each on its way to running; the first watch is opened a little later then, and tells
 * of the last only. Used on the event loop only.
 */
public final class ExecutorPodSource {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPodSource.class);
  static final Duration SILENCE = Duration.ofSeconds(150);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PRESSED_PAUSE = Duration.ofSeconds(2);
  private static final Duration BRIEF = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** About what an executor takes from being asked for to its registration. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** A server that knows how to begin with all there is says within that time that it has. */
  private static final Duration UNTIL_ALL_TOLD = Duration.ofSeconds(5);

  /** Bad request, forbidden, no such method, invalid. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 422);

  private static final String LIST = "list";
  private static final String WATCH = "watch";
  private static final String PRESENT = "";
  private static final String AT_HAND = "0";

  private final ClusterApi api;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final PodSettings settings;
  private final BooleanSupplier isAsking;
  private final Runnable begin;
  private final Backoff watchPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Backoff pressedPause = new Backoff(FIRST_PAUSE, LONGEST_PRESSED_PAUSE);
  private final Backoff listPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  private boolean stopped;
  private boolean begun;
  private boolean waiting;
  private boolean known;
  private boolean listing;
  private boolean watchesTellAllFirst = true;

  /** What a watch that begins with all there is has told so far; empty once it has told all. */
  private Optional<List<ExecutorPod>> initial = Optional.empty();

  private final List<Runnable> whenKnown = new ArrayList<>();
  private final Set<Long> wentAtEnd = new HashSet<>();

  private final FailureReports reports;

  private String version = PRESENT;
  private long startedAt;
  private long openedAt;
  private long lastHeard;
  private int watchNumber;
  private ClusterApi.@Nullable Watch watch;

  /**
   * @param isAsking whether executors are asked for, or will be at once, without need to know what
   *     there is
   * @param begin is run once: when it is known what there is, or at once where that need not be
   */
  public ExecutorPodSource(
      ClusterApi api,
      ExecutorPodStore store,
      EventLoop loop,
      PodSettings settings,
      BooleanSupplier isAsking,
      Runnable begin) {
    this.api = api;
    this.store = store;
    this.loop = loop;
    this.settings = settings;
    this.isAsking = isAsking;
    this.begin = begin;
    this.reports = new FailureReports(loop::now, () -> begun);
  }

  public void start() {
    loop.assertOnLoop();
    startedAt = loop.now();
    if (!settings.watches()) {
      list(PRESENT, false);
    } else if (isAsking.getAsBoolean()) {
      waiting = true;
      runBegin();
      loop.schedule(LOOK, this::openWhenNeeded);
    } else {
      openWatch();
    }
    if (settings.polls()) {
      loop.schedule(settings.pollInterval(), this::poll);
    }
    if (settings.watches()) {
      loop.schedule(SILENCE.dividedBy(2), this::checkSilence);
    }
  }

  /** Does something for which it has to be known what there is, and sees to that being known. */
  public void whenKnown(Runnable task) {
    loop.assertOnLoop();
    if (known) {
      task.run();
    } else {
      whenKnown.add(task);
      stopWaiting();
    }
  }

  private void stopWaiting() {
    if (waiting) {
      waiting = false;
      openWatch();
    }
  }

  private void openWhenNeeded() {
    if (!isAsking.getAsBoolean() || loop.now() - startedAt >= LONGEST_WAIT.toMillis()) {
      stopWaiting();
    } else if (waiting) {
      loop.schedule(LOOK, this::openWhenNeeded);
    }
  }

  /** Changes nothing any more, but hears which pods go as long as the watch lasts. */
  public void stop() {
    loop.assertOnLoop();
    stopped = true;
    waiting = false;
    if (watch != null) {
      watch.tellOnlyWhatGoes();
    }
  }

  /**
   * Returns how many of these executors were not heard to go since {@link #stop}; empty for not
   * listening.
   */
  public OptionalInt notHeardGo(Collection<Long> executorIds) {
    loop.assertOnLoop();
    if (watch == null || initial.isPresent()) {
      return OptionalInt.empty();
    }
    int left = 0;
    for (long id : executorIds) {
      left += wentAtEnd.contains(id) ? 0 : 1;
    }
    return OptionalInt.of(left);
  }

  public void close() {
    loop.assertOnLoop();
    stopped = true;
    closeWatch();
  }

  private void poll() {
    if (stopped) {
      return;
    }
    if (!listing) {
      list(settings.pollsWithVersion() ? AT_HAND : PRESENT, false);
    }
    loop.schedule(settings.pollInterval(), this::poll);
  }

  private void list(String atVersion, boolean thenWatch) {
    listing = true;
    long listedAt = loop.now();
    boolean current = atVersion.equals(PRESENT);
    loop.request(
        () -> listAll(atVersion),
        list -> listed(list, listedAt, current, thenWatch),
        failure -> listFailed(ApiFailure.from(failure), thenWatch));
  }

  /** All pages of a list. */
  private record PodList(List<ExecutorPod> pods, String version) {}

  /** Collects all pages, which belong to the version of the first. Runs on a request thread. */
  private PodList listAll(String atVersion) {
    List<ExecutorPod> pods = new ArrayList<>();
    Optional<String> next = Optional.empty();
    String listVersion;
    do {
      Page page = api.listExecutors(atVersion, next);
      pods.addAll(page.pods());
      listVersion = page.version();
      next = page.next();
    } while (next.isPresent());
    return new PodList(pods, listVersion);
  }

  private void listed(PodList list, long listedAt, boolean current, boolean thenWatch) {
    if (stopped) {
      return;
    }
    listing = false;
    listPause.reset();
    reports.succeeded(LIST);
    store.replace(list.pods(), number(list.version()), listedAt, current);
    becomeKnown();
    if (thenWatch) {
      version = list.version().isEmpty() ? AT_HAND : list.version();
      openWatch();
    }
  }

  private void becomeKnown() {
    known = true;
    runBegin();
    List<Runnable> tasks = List.copyOf(whenKnown);
    whenKnown.clear();
    // One by one: each may fail by itself.
    tasks.forEach(loop::execute);
  }

  private void runBegin() {
    if (!begun) {
      begun = true;
      // By itself: if it fails, executors that exist are watched all the same.
      loop.execute(begin);
    }
  }

  private void listFailed(ApiFailure failure, boolean thenWatch) {
    if (stopped) {
      return;
    }
    listing = false;
    reports.failed(LIST, failure);
    if (thenWatch) {
      loop.schedule(pause(listPause, failure), this::relist);
    }
  }

  private void relist() {
    if (stopped) {
      return;
    }
    version = PRESENT;
    if (watchesTellAllFirst) {
      openWatch();
    } else {
      list(PRESENT, true);
    }
  }

  private void openWatch() {
    if (stopped) {
      return;
    }
    int number = ++watchNumber;
    openedAt = loop.now();
    lastHeard = openedAt;
    initial = version.equals(PRESENT) ? Optional.of(new ArrayList<>()) : Optional.empty();
    if (initial.isPresent()) {
      loop.schedule(UNTIL_ALL_TOLD, () -> checkAllTold(number));
    }
    try {
      watch = api.watchExecutors(version, new Listener(number));
    } catch (RuntimeException e) {
      watchClosed(Optional.of(ApiFailure.from(e)));
    }
  }

  /** A server that knows nothing of initial events may send them, but not where they end. */
  private void checkAllTold(int number) {
    if (number == watchNumber && initial.isPresent() && !stopped) {
      if (loop.now() - lastHeard >= UNTIL_ALL_TOLD.toMillis()) {
        LOG.debug(
            "The API server did not send the initial events of the watch; listing executors"
                + " instead");
        closeWatch();
        listInstead();
      } else {
        loop.schedule(UNTIL_ALL_TOLD, () -> checkAllTold(number));
      }
    }
  }

  private void listInstead() {
    watchesTellAllFirst = false;
    relist();
  }

  private void checkSilence() {
    if (stopped) {
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
    if (initial.isPresent() && failure.map(ExecutorPodSource::isRefusal).orElse(true)) {
      failure.ifPresent(e -> LOG.debug("Listing executors before watching them: {}", e.said()));
      listInstead();
    } else if (failure.isEmpty()) {
      LOG.debug("The watch has expired; resuming it from resource version {}", version);
      loop.schedule(pauseAfter(Duration.ofMillis(loop.now() - openedAt)), this::openWatch);
    } else if (failure.get().isGone()) {
      LOG.debug("Resource version {} is too old; listing all executors", version);
      loop.schedule(pause(watchPause, failure.get()), this::relist);
    } else {
      reports.failed(WATCH, failure.get());
      loop.schedule(pause(watchPause, failure.get()), this::openWatch);
    }
  }

  /** Servers before Kubernetes 1.32 refuse to begin a watch with all there is. */
  private static boolean isRefusal(ApiFailure failure) {
    return REFUSALS.contains(failure.status());
  }

  /**
   * A server that is pressed for time ends watches that it cannot serve as fast as pods change. To
   * come back at once, each time, would be one request more for nothing.
   */
  private Duration pauseAfter(Duration lasted) {
    if (lasted.compareTo(BRIEF) >= 0) {
      pressedPause.reset();
      return FIRST_PAUSE;
    }
    Duration silent = watchPause.nextPause();
    Duration pressed = pressedPause.nextPause();
    return silent.compareTo(pressed) > 0 ? silent : pressed;
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
            if (number == watchNumber && stopped) {
              events.stream().filter(PodEvent::gone).forEach(e -> wentAtEnd.add(e.pod().id()));
            } else if (number == watchNumber) {
              lastHeard = loop.now();
              watchPause.reset();
              reports.succeeded(WATCH);
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
    public void onAllTold(String newVersion) {
      loop.execute(
          () -> {
            if (number == watchNumber && !stopped && initial.isPresent()) {
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
            if (number == watchNumber && stopped) {
              closeWatch();
            } else if (number == watchNumber) {
              watchClosed(failure);
            }
          });
    }
  }
}
