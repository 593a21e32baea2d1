// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Remaining;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what the application has in the cluster when it ends, and checks that it is gone.
 *
 * <p>Executors go first, as they cost most. It goes on as long as anything gets done, up to a
 * limit; what is left after that is logged with the command that deletes it.
 */
public final class ClusterCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCleanup.class);
  private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(30);
  private static final Duration AT_MOST = Duration.ofMinutes(30);
  private static final Duration INTERRUPTED_AT_MOST = Duration.ofSeconds(20);

  /** So long no pod goes before those that are terminating are left to the cluster. */
  private static final Duration FOR_TERMINATING = Duration.ofSeconds(5);

  /** For each pod that is terminating: what takes thousands away may be late to begin. */
  private static final Duration FOR_TERMINATING_EACH = Duration.ofMillis(5);

  private static final Duration FOR_TERMINATING_AT_MOST = Duration.ofMinutes(5);
  private static final Duration WITNESS_WAITS = Duration.ofSeconds(1);
  private static final Duration WITNESS_ASKED_EVERY = Duration.ofMillis(20);
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final int GONE = 410;
  private static final Remaining UNKNOWN = new Remaining(0, Integer.MAX_VALUE);

  /** Hears of executors that go, without a request. */
  interface Witness {
    /** How many of those that there were have not gone; empty where nothing is heard. */
    OptionalInt notGone();

    /** Returns the ids of the executors that may exist, as far as they are known. Blocks. */
    default Set<Long> executorIds() {
      return Set.of();
    }
  }

  /** Waits between requests. */
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Requests a deletion. */
  @FunctionalInterface
  private interface Request {
    /**
     * @throws ApiFailure where the API server does not carry it out
     */
    void send() throws InterruptedException;
  }

  /** Something to delete, and the command that does it by hand. */
  private record Deletion(String what, Request request, String command) {}

  private final ClusterApi api;
  private final CollectionApi collections;
  private final CreatedObjects created;
  private final PodSettings settings;
  private final String namespace;
  private final String appId;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private final SideBySide requests;
  private final Supplier<List<HasMetadata>> podControllers;
  private final BooleanSupplier isQuiet;
  private final Witness witness;
  private final List<String> commandsLeft = new ArrayList<>();
  private long begin;

  /** Written by the threads of requests, too. */
  private volatile long lastProgress;

  /**
   * @param created which kinds of objects there may be
   * @param requests sends requests for single objects
   * @param podControllers what would make pods again
   * @param isQuiet whether no request for an executor is under way any more
   * @param witness spares a look at what is left where it saw all go
   */
  public ClusterCleanup(
      ClusterApi api,
      CollectionApi collections,
      CreatedObjects created,
      PodSettings settings,
      String namespace,
      String appId,
      LongSupplier clock,
      Sleeper sleeper,
      SideBySide requests,
      Supplier<List<HasMetadata>> podControllers,
      BooleanSupplier isQuiet,
      Witness witness) {
    this.api = api;
    this.collections = collections;
    this.created = created;
    this.settings = settings;
    this.namespace = namespace;
    this.appId = appId;
    this.clock = clock;
    this.sleeper = sleeper;
    this.requests = requests;
    this.podControllers = podControllers;
    this.isQuiet = isQuiet;
    this.witness = witness;
  }

  /** Waits until all is done or the deadline has passed. */
  void run() throws InterruptedException {
    begin = clock.getAsLong();
    lastProgress = begin;
    if (settings.cleanup().executors()) {
      boolean settledBefore = isSettled();
      deleteMakers();
      new Executors(settledBefore).delete();
    }
    for (Kind kind : others()) {
      CollectionDeleter deleter = deleter(kind, this::progressed);
      tryTo(deletion(kind, () -> requireAll(deleter.deleteAll(() -> !isOver()))));
    }
    warnOfCredentials();
  }

  /** Requests each deletion once, and waits for nothing but the answers, for a short time. */
  void askOnce() {
    long end = clock.getAsLong() + INTERRUPTED_AT_MOST.toMillis();
    BooleanSupplier goesOn = () -> clock.getAsLong() < end;
    try {
      boolean mayBeLeft = false;
      if (settings.cleanup().executors()) {
        makers().forEach(this::ask);
        mayBeLeft = !ask(Kind.PODS, goesOn) || !isSettled() || anyLeft();
      }
      for (Kind kind : others()) {
        ask(kind, goesOn);
      }
      if (mayBeLeft && commandsLeft.isEmpty()) {
        warnOfInterrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warnOfInterrupt();
    }
    warnOfCredentials();
  }

  private void warnOfInterrupt() {
    LOG.warn(
        "Interrupted while deleting executors; some pods may remain. Delete them with: {}",
        command(Kind.PODS));
  }

  private boolean anyLeft() {
    try {
      return deleter(Kind.PODS, () -> {}).count().map(left -> left.others() > 0).orElse(true);
    } catch (ApiFailure e) {
      LOG.debug("Cannot check for remaining executors: {}", e.said());
      return true;
    }
  }

  /** Requests the deletion of all objects of a kind; returns whether that was done. */
  private boolean ask(Kind kind, BooleanSupplier goesOn) throws InterruptedException {
    try {
      return deleter(kind, () -> {}).deleteAll(goesOn);
    } catch (ApiFailure e) {
      warn(deletion(kind, () -> {}), e);
      return false;
    }
  }

  private void ask(Deletion maker) {
    try {
      maker.request().send();
    } catch (ApiFailure e) {
      warn(maker, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Deletion> makers() {
    List<Deletion> makers = new ArrayList<>();
    for (HasMetadata maker : podControllers.get()) {
      String plural = maker.getPlural();
      String command =
          "kubectl delete %s -n %s %s".formatted(plural, namespace, maker.getMetadata().getName());
      makers.add(new Deletion(plural, () -> api.deleteObject(maker), command));
    }
    return makers;
  }

  /** Returns the kinds beside pods that are to go. */
  private List<Kind> others() {
    List<Kind> others = new ArrayList<>();
    if (settings.cleanup().driverService()) {
      others.add(Kind.SERVICES);
    }
    if (settings.claims().driverOwns()) {
      others.add(Kind.CLAIMS);
    }
    if (settings.cleanup().configMap()) {
      others.add(Kind.CONFIG_MAPS);
    }
    others.removeIf(kind -> !created.mayExist(kind));
    return others;
  }

  private CollectionDeleter deleter(Kind kind, Runnable onProgress) {
    return new CollectionDeleter(
        collections,
        kind,
        new CollectionDeleter.Known(
            () -> created.names(kind), () -> kind == Kind.PODS ? witness.executorIds() : Set.of()),
        requests,
        clock,
        onProgress);
  }

  private Deletion deletion(Kind kind, Request request) {
    return new Deletion(kind.plural(), request, command(kind));
  }

  private void deleteMakers() throws InterruptedException {
    for (Deletion maker : makers()) {
      tryTo(maker);
    }
  }

  /** The deletion of executors: goes on until no pod is left but those that are terminating. */
  private final class Executors {
    private final boolean settledBefore;
    private final CollectionDeleter deleter = deleter(Kind.PODS, this::requested);
    private boolean makersAreGone;
    private boolean requestedAll;
    private int fewest = Integer.MAX_VALUE;
    private long fewerAt = begin;
    private long requestedAt = Long.MAX_VALUE;

    /**
     * @param settledBefore whether nothing could make a pod any more before this began
     */
    Executors(boolean settledBefore) {
      this.settledBefore = settledBefore;
      this.makersAreGone = settledBefore;
    }

    /**
     * Requests get something done until all were sent once. After that only fewer pods do: others
     * may be made as fast as they are deleted.
     */
    private void requested() {
      if (!requestedAll) {
        progressed();
      }
    }

    void delete() throws InterruptedException {
      boolean mustAsk = true;
      Backoff looks = new Backoff(FIRST_LOOK, LONGEST_PAUSE);
      while (true) {
        Optional<ApiFailure> failure = Optional.empty();
        if (mustAsk) {
          failure = request();
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
        long lookedAt = clock.getAsLong();
        Remaining left = UNKNOWN;
        try {
          Optional<Remaining> seen = remaining(settledBefore && mustAsk);
          if (seen.isEmpty() && settled && !mustAsk) {
            LOG.info(
                "All known executor pods are deleted; the driver's role does not allow listing"
                    + " others");
            return;
          }
          left = seen.orElse(UNKNOWN);
        } catch (ApiFailure e) {
          failure = Optional.of(e);
        }
        if (left.all() < fewest && !left.equals(UNKNOWN)) {
          fewest = left.all();
          fewerAt = clock.getAsLong();
          progressed();
        }
        if (left.all() == 0 && settled) {
          return;
        }
        mustAsk |= left.others() > 0;
        if (left.others() == 0 && settled && hasWaitedFor(left.terminating())) {
          LOG.info("{} executor pods are still terminating", left.terminating());
          return;
        }
        if (failure.filter(ApiFailure::isUnauthenticated).isPresent()) {
          commandsLeft.add(command(Kind.PODS));
          return;
        }
        boolean allTerminate = left.others() == 0 && settled && failure.isEmpty();
        boolean isOver = !allTerminate && isOver();
        if (isOver || failure.filter(ClusterCleanup::isFinal).isPresent()) {
          LOG.warn(
              "Executor pods {} after {} s{}. Delete them with: {}",
              left.others() > 0 && !left.equals(UNKNOWN) ? "remain" : "may remain",
              elapsed() / 1_000,
              failure.map(e -> "; the last failure was: " + e.said()).orElse(""),
              command(Kind.PODS));
          return;
        }
        // A look at thousands of pods must not be most of what the server does.
        Duration lookTook = Duration.ofMillis(clock.getAsLong() - lookedAt);
        Duration pause = longer(looks.nextPause(), lookTook.multipliedBy(2));
        sleeper.sleep(failure.map(e -> pause(pause, e)).orElse(pause));
      }
    }

    private boolean hasWaitedFor(int terminating) {
      long now = clock.getAsLong();
      long patience =
          FOR_TERMINATING.plus(FOR_TERMINATING_EACH.multipliedBy(terminating)).toMillis();
      return now - fewerAt > patience || now - requestedAt > FOR_TERMINATING_AT_MOST.toMillis();
    }

    /** Waits while the witness hears of pods that go; what takes long is for looks to find. */
    private boolean sawAllGo() throws InterruptedException {
      OptionalInt notGone = witness.notGone();
      int fewestHeard = Integer.MAX_VALUE;
      long fewerHeardAt = clock.getAsLong();
      while (notGone.isPresent()
          && notGone.getAsInt() > 0
          && clock.getAsLong() - fewerHeardAt < WITNESS_WAITS.toMillis()
          && !hasWaitedFor(notGone.getAsInt())) {
        sleeper.sleep(WITNESS_ASKED_EVERY);
        notGone = witness.notGone();
        if (notGone.isPresent() && notGone.getAsInt() < fewestHeard) {
          fewestHeard = notGone.getAsInt();
          fewerHeardAt = clock.getAsLong();
          fewerAt = fewerHeardAt;
        }
      }
      return notGone.equals(OptionalInt.of(0));
    }

    private Optional<ApiFailure> request() throws InterruptedException {
      try {
        requestedAll |= deleter.deleteAll(() -> !isOver());
        requestedAt = Math.min(requestedAt, clock.getAsLong());
        fewerAt = clock.getAsLong();
        return Optional.empty();
      } catch (ApiFailure e) {
        return Optional.of(e);
      }
    }

    /** Deleting many can take longer than a request may; what has gone by then is no news. */
    private Optional<Remaining> remaining(boolean isAskedAgain) {
      OptionalInt notGone = isAskedAgain ? witness.notGone() : OptionalInt.empty();
      return notGone.isPresent() && notGone.getAsInt() > 0
          ? Optional.of(new Remaining(0, notGone.getAsInt()))
          : deleter.count();
    }
  }

  private static void requireAll(boolean requestedAll) {
    if (!requestedAll) {
      throw ApiFailure.noAnswer("not all in time", new TimeoutException());
    }
  }

  private long elapsed() {
    return clock.getAsLong() - begin;
  }

  private void progressed() {
    lastProgress = clock.getAsLong();
  }

  /** Returns whether a retry is pointless. A list that has expired is begun again. */
  private static boolean isFinal(ApiFailure failure) {
    return !failure.isBusy() && !failure.isUnknownOutcome() && failure.status() != GONE;
  }

  /** Returns whether no request can make a pod any more, not even one that was not answered. */
  private boolean isSettled() {
    return isQuiet.getAsBoolean() && api.mayTakeEffectFor().isZero();
  }

  private boolean isOver() {
    long now = clock.getAsLong();
    return now - lastProgress > WITHOUT_PROGRESS.toMillis() || now - begin > AT_MOST.toMillis();
  }

  private void tryTo(Deletion deletion) throws InterruptedException {
    Backoff pauses = new Backoff(FIRST_RETRY, LONGEST_PAUSE);
    while (true) {
      try {
        deletion.request().send();
        progressed();
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
    return longer(bounded, own);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Rejected credentials fail every deletion; they are reported with their origin elsewhere. */
  private void warnOfCredentials() {
    if (!commandsLeft.isEmpty()) {
      LOG.warn(
          "Cannot delete what the application created, as the API server rejects the driver's"
              + " credentials. Delete it with: {}",
          String.join("; ", commandsLeft));
    }
  }

  private void warn(Deletion deletion, ApiFailure failure) {
    if (failure.isUnauthenticated()) {
      commandsLeft.add(deletion.command());
      return;
    }
    LOG.warn(
        "Cannot delete the application's {} ({}). Delete them with: {}",
        deletion.what(),
        failure.said(),
        deletion.command());
  }

  private String command(Kind kind) {
    return "kubectl delete %s -n %s -l %s"
        .formatted(kind.plural(), namespace, kind.selector(appId));
  }
}
