package io.podsmith.scheduler.pods;

import io.podsmith.scheduler.pods.ClusterApi.Page;
import io.podsmith.scheduler.pods.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.ClusterApi.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store up to date: one list, then a watch from there on.
 *
 * <p>A watch that ends is opened again where it ended; where the server has forgotten that version,
 * all is listed anew. A watch on which nothing is heard, not even the bookmarks that the server
 * sends every minute, is taken for dead. Beside the watch all is listed now and then, which finds
 * what a watch may have lost. Used on the event loop only.
 */
final class ExecutorPodSource {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPodSource.class);
  static final Duration SILENCE = Duration.ofSeconds(150);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PRESSED_PAUSE = Duration.ofSeconds(2);
  private static final Duration BRIEF = Duration.ofSeconds(5);
  private static final int FAILURES_UNTIL_WARNING = 3;
  private static final String PRESENT = "";
  private static final String AT_HAND = "0";

  private final ClusterApi api;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final PodSettings settings;
  private final Runnable onFirstList;
  private final Backoff watchPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Backoff pressedPause = new Backoff(FIRST_PAUSE, LONGEST_PRESSED_PAUSE);
  private final Backoff listPause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  private boolean stopped;
  private boolean listedOnce;
  private boolean listing;
  private int failures;

  /** The verbs whose lack was reported. */
  private final Set<String> forbidden = new HashSet<>();

  private String version = PRESENT;
  private long openedAt;
  private long lastHeard;
  private int watchNumber;
  private @Nullable AutoCloseable watch;

  /**
   * @param onFirstList is run once, when it is known what there is
   */
  ExecutorPodSource(
      ClusterApi api,
      ExecutorPodStore store,
      EventLoop loop,
      PodSettings settings,
      Runnable onFirstList) {
    this.api = api;
    this.store = store;
    this.loop = loop;
    this.settings = settings;
    this.onFirstList = onFirstList;
  }

  void start() {
    list(PRESENT, settings.watches());
    if (settings.polls()) {
      loop.schedule(settings.pollInterval(), this::poll);
    }
    if (settings.watches()) {
      loop.schedule(SILENCE.dividedBy(2), this::checkSilence);
    }
  }

  void stop() {
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
    loop.io()
        .execute(
            () -> {
              List<ExecutorPod> pods = new ArrayList<>();
              try {
                String listVersion = listAll(atVersion, pods);
                loop.execute(() -> listed(pods, listVersion, listedAt, current, thenWatch));
              } catch (RuntimeException | Error e) {
                loop.execute(() -> listFailed(ApiFailure.from(e), thenWatch));
              }
            });
  }

  /** Collects all pages; each belongs to the version of the first. */
  private String listAll(String atVersion, List<ExecutorPod> pods) {
    Optional<String> next = Optional.empty();
    String listVersion;
    do {
      Page page = api.listExecutors(atVersion, next);
      pods.addAll(page.pods());
      listVersion = page.version();
      next = page.next();
    } while (next.isPresent());
    return listVersion;
  }

  private void listed(
      List<ExecutorPod> pods,
      String listVersion,
      long listedAt,
      boolean current,
      boolean thenWatch) {
    if (stopped) {
      return;
    }
    listing = false;
    listPause.reset();
    recovered();
    store.replace(pods, number(listVersion), listedAt, current);
    if (!listedOnce) {
      listedOnce = true;
      runOnFirstList();
    }
    if (thenWatch) {
      version = listVersion;
      openWatch();
    }
  }

  /** Whatever becomes of it, executors have to be followed. */
  private void runOnFirstList() {
    try {
      onFirstList.run();
    } catch (RuntimeException | Error e) {
      LOG.error("Executor management failed to begin asking for executors", e);
    }
  }

  private void listFailed(ApiFailure failure, boolean thenWatch) {
    if (stopped) {
      return;
    }
    listing = false;
    report("list", failure);
    if (thenWatch) {
      loop.schedule(pause(listPause, failure), this::relist);
    }
  }

  private void relist() {
    if (!stopped) {
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
    try {
      watch = api.watchExecutors(version, new Listener(number));
    } catch (RuntimeException e) {
      watchClosed(Optional.of(ApiFailure.from(e)));
    }
  }

  private void checkSilence() {
    if (stopped) {
      return;
    }
    if (watch != null && loop.now() - lastHeard > SILENCE.toMillis()) {
      LOG.info("Nothing was heard on the watch for {} s; opening it again", SILENCE.toSeconds());
      closeWatch();
      openWatch();
    }
    loop.schedule(SILENCE.dividedBy(2), this::checkSilence);
  }

  private void closeWatch() {
    AutoCloseable open = watch;
    watch = null;
    watchNumber++;
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        LOG.debug("A watch could not be closed", e);
      }
    }
  }

  private void watchClosed(Optional<ApiFailure> failure) {
    closeWatch();
    if (failure.isEmpty()) {
      LOG.debug("The watch has run its time; opening it again from version {}", version);
      loop.schedule(pauseAfter(Duration.ofMillis(loop.now() - openedAt)), this::openWatch);
    } else if (failure.get().isGone()) {
      LOG.debug("The server has forgotten version {}; listing all executors", version);
      loop.schedule(pause(watchPause, failure.get()), this::relist);
    } else {
      report("watch", failure.get());
      loop.schedule(pause(watchPause, failure.get()), this::openWatch);
    }
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
    Duration own = backoff.nextPause();
    return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }

  private void report(String verb, ApiFailure failure) {
    failures++;
    if (failure.isForbidden()) {
      reportMissingRight(verb, failure);
    } else if (failures == FAILURES_UNTIL_WARNING) {
      LOG.warn("Cannot {} the executors' pods, going on trying: {}", verb, failure.said());
    } else {
      LOG.debug("Cannot {} the executors' pods, trying again: {}", verb, failure.said());
    }
  }

  private void reportMissingRight(String verb, ApiFailure failure) {
    if (forbidden.add(verb)) {
      LOG.warn(
          "The driver's service account lacks the verb {} for pods{}; grant it to its role: {}",
          verb,
          listedOnce
              ? ""
              : ", without which it is not known what there is, and no executor is asked for",
          failure.said());
    }
  }

  private void recovered() {
    forbidden.clear();
    if (failures >= FAILURES_UNTIL_WARNING) {
      LOG.info("The API server answers again; the executors' pods are followed");
    }
    failures = 0;
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
            if (number == watchNumber && !stopped) {
              lastHeard = loop.now();
              version = newVersion;
              watchPause.reset();
              recovered();
              store.update(events);
            }
          });
    }

    @Override
    public void onClosed(Optional<ApiFailure> failure) {
      loop.execute(
          () -> {
            if (number == watchNumber && !stopped) {
              watchClosed(failure);
            }
          });
    }
  }
}
