package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.conf.Constants;
import io.podsmith.scheduler.pods.ClusterApi.Remaining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what the application has in the cluster when it ends, and makes sure that it is gone.
 *
 * <p>Executors go first, as they cost most. As long as something gets done it goes on, up to a
 * limit; what is left after that is logged with the command that deletes it.
 */
final class ClusterCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCleanup.class);
  private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(30);
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final Duration FOR_TERMINATING = Duration.ofSeconds(5);
  private static final Duration WITNESS_WAITS = Duration.ofSeconds(1);
  private static final Duration WITNESS_ASKED_EVERY = Duration.ofMillis(20);
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Remaining UNKNOWN = new Remaining(0, Integer.MAX_VALUE);

  /** Hears of executors that go, without a request. */
  interface Witness {
    /** How many of those that there were have not gone; empty where nothing is heard. */
    OptionalInt notGone();
  }

  /** Waits between requests. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Something to delete with one request, and the command that does it by hand. */
  private record Deletion(String what, Runnable request, String command) {}

  private final ClusterApi api;
  private final PodSettings settings;
  private final String namespace;
  private final String appId;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private final Supplier<List<HasMetadata>> makersOfPods;
  private final BooleanSupplier isQuiet;
  private final Witness witness;
  private long begin;
  private long lastProgress;

  /**
   * @param makersOfPods what would make pods anew
   * @param isQuiet whether no request for an executor is under way any more
   * @param witness spares a look at what is left where it saw all go
   */
  ClusterCleanup(
      ClusterApi api,
      PodSettings settings,
      String namespace,
      String appId,
      LongSupplier clock,
      Sleeper sleeper,
      Supplier<List<HasMetadata>> makersOfPods,
      BooleanSupplier isQuiet,
      Witness witness) {
    this.makersOfPods = makersOfPods;
    this.api = api;
    this.settings = settings;
    this.namespace = namespace;
    this.appId = appId;
    this.clock = clock;
    this.sleeper = sleeper;
    this.isQuiet = isQuiet;
    this.witness = witness;
  }

  /** Waits until all is done or the deadline has passed. */
  void run() throws InterruptedException {
    begin = clock.getAsLong();
    lastProgress = begin;
    if (settings.deleteExecutors()) {
      boolean settledBefore = isSettled();
      deleteMakers();
      deleteExecutors(settledBefore);
    }
    for (Deletion deletion : others()) {
      tryTo(deletion);
    }
  }

  /** Asks for all deletions once and waits for nothing but the answers. */
  void askOnce() {
    boolean mayBeLeft = false;
    if (settings.deleteExecutors()) {
      makers().forEach(this::ask);
      mayBeLeft = !ask(executors()) || !isSettled() || anyLeft();
    }
    others().forEach(this::ask);
    if (mayBeLeft) {
      LOG.warn(
          "Interrupted while executors were being removed; some may be left. Delete them with: {}",
          executors().command());
    }
  }

  private boolean anyLeft() {
    try {
      return api.remainingExecutors().others() > 0;
    } catch (ApiFailure e) {
      LOG.debug("Cannot see whether executors are left: {}", e.said());
      return true;
    }
  }

  private boolean ask(Deletion deletion) {
    Optional<ApiFailure> failure = failureOf(deletion.request());
    failure.ifPresent(e -> warn(deletion, e));
    return failure.isEmpty();
  }

  private List<Deletion> makers() {
    List<Deletion> makers = new ArrayList<>();
    for (HasMetadata maker : makersOfPods.get()) {
      String plural = maker.getPlural();
      makers.add(
          new Deletion(
              plural,
              () -> api.deleteObject(maker),
              "kubectl delete "
                  + plural
                  + " -n "
                  + namespace
                  + " "
                  + maker.getMetadata().getName()));
    }
    return makers;
  }

  private Deletion executors() {
    return new Deletion("pods", api::deleteAllExecutors, command("pods", true));
  }

  private List<Deletion> others() {
    List<Deletion> others = new ArrayList<>();
    if (settings.deleteDriverService()) {
      others.add(new Deletion("services", api::deleteServices, command("services", false)));
    }
    if (settings.driverOwnsClaims()) {
      String what = "persistentvolumeclaims";
      others.add(new Deletion(what, api::deleteClaims, command(what, false)));
    }
    if (settings.deleteConfigMap()) {
      others.add(new Deletion("configmaps", api::deleteConfigMaps, command("configmaps", true)));
    }
    return others;
  }

  private void deleteMakers() throws InterruptedException {
    for (Deletion maker : makers()) {
      tryTo(maker);
    }
  }

  /**
   * Asks again until no pod is left but those that are on their way out, and none can come.
   *
   * @param settledBefore whether nothing could make a pod any more before this began
   */
  private void deleteExecutors(boolean settledBefore) throws InterruptedException {
    boolean makersAreGone = settledBefore;
    boolean mustAsk = true;
    int fewest = Integer.MAX_VALUE;
    Backoff looks = new Backoff(FIRST_LOOK, LONGEST_PAUSE);
    while (true) {
      Optional<ApiFailure> failure = Optional.empty();
      if (mustAsk) {
        failure = failureOf(api::deleteAllExecutors);
        mustAsk = failure.isPresent();
        if (settledBefore && !mustAsk && sawAllGo()) {
          return;
        }
      }
      // Before the look, as a pod that comes in between would be overlooked.
      boolean settled = isSettled();
      if (settled && !makersAreGone) {
        // One may have been created after it was deleted.
        deleteMakers();
        makersAreGone = true;
      }
      Remaining left = UNKNOWN;
      try {
        left = remaining(settledBefore && mustAsk);
      } catch (ApiFailure e) {
        failure = Optional.of(e);
      }
      if (left.all() < fewest && !left.equals(UNKNOWN)) {
        fewest = left.all();
        lastProgress = clock.getAsLong();
      }
      if (left.all() == 0 && settled) {
        return;
      }
      mustAsk |= left.others() > 0;
      long elapsed = clock.getAsLong() - begin;
      if (left.others() == 0 && settled && elapsed > FOR_TERMINATING.toMillis()) {
        LOG.info("{} executor pods are still terminating", left.terminating());
        return;
      }
      if (isOver() || failure.filter(ClusterCleanup::isFinal).isPresent()) {
        LOG.warn(
            "Executor pods {} left after {} s{}. Delete them with: {}",
            left.others() > 0 ? "are" : "may be",
            elapsed / 1_000,
            failure.map(e -> "; the last failure was: " + e.said()).orElse(""),
            executors().command());
        return;
      }
      Duration pause = looks.nextPause();
      sleeper.sleep(failure.map(e -> pause(pause, e)).orElse(pause));
    }
  }

  /** What goes at once is heard of at once; for what takes long, looks do. */
  private boolean sawAllGo() throws InterruptedException {
    long end = clock.getAsLong() + WITNESS_WAITS.toMillis();
    OptionalInt notGone = witness.notGone();
    while (notGone.isPresent() && notGone.getAsInt() > 0 && clock.getAsLong() < end) {
      sleeper.sleep(WITNESS_ASKED_EVERY);
      notGone = witness.notGone();
    }
    return notGone.equals(OptionalInt.of(0));
  }

  /** Deleting many can take longer than a request may; what has gone by then is no news. */
  private Remaining remaining(boolean isAskedAgain) {
    OptionalInt notGone = isAskedAgain ? witness.notGone() : OptionalInt.empty();
    return notGone.isPresent() && notGone.getAsInt() > 0
        ? new Remaining(0, notGone.getAsInt())
        : api.remainingExecutors();
  }

  private static Optional<ApiFailure> failureOf(Runnable request) {
    try {
      request.run();
      return Optional.empty();
    } catch (ApiFailure e) {
      return Optional.of(e);
    }
  }

  /** Tells whether asking again is pointless. */
  private static boolean isFinal(ApiFailure failure) {
    return !failure.isBusy() && !failure.isUnknownOutcome();
  }

  /** Tells whether no request can make a pod any more, not even one that was not answered. */
  private boolean isSettled() {
    return isQuiet.getAsBoolean() && clock.getAsLong() >= api.mayTakeEffectUntil();
  }

  private boolean isOver() {
    long now = clock.getAsLong();
    return now - lastProgress > WITHOUT_PROGRESS.toMillis() || now - begin > AT_MOST.toMillis();
  }

  private void tryTo(Deletion deletion) throws InterruptedException {
    Backoff pauses = new Backoff(FIRST_RETRY, LONGEST_PAUSE);
    while (true) {
      try {
        deletion.request().run();
        lastProgress = clock.getAsLong();
        return;
      } catch (ApiFailure e) {
        if (isFinal(e) || isOver()) {
          warn(deletion, e);
          return;
        }
        sleeper.sleep(pause(pauses.nextPause(), e));
      }
    }
  }

  private static Duration pause(Duration own, ApiFailure failure) {
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration bounded = asked.compareTo(LONGEST_ASKED_PAUSE) > 0 ? LONGEST_ASKED_PAUSE : asked;
    return bounded.compareTo(own) > 0 ? bounded : own;
  }

  private static void warn(Deletion deletion, ApiFailure failure) {
    LOG.warn(
        "The application's {} are left ({}). Delete them with: {}",
        deletion.what(),
        failure.said(),
        deletion.command());
  }

  private String command(String what, boolean ofExecutors) {
    return "kubectl delete "
        + what
        + " -n "
        + namespace
        + " -l "
        + Constants.SPARK_APP_ID_LABEL
        + "="
        + appId
        + (ofExecutors
            ? "," + Constants.SPARK_ROLE_LABEL + "=" + Constants.SPARK_POD_EXECUTOR_ROLE
            : "");
  }
}
