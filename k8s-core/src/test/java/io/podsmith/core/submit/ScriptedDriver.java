// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.MonotonicTime;
import io.podsmith.core.submit.PodWords.Remark;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * A driver pod, the API server that has it, and the time. All follow a script: time passes when
 * somebody waits, and then what the script says happens.
 */
final class ScriptedDriver implements DriverRequests, MonotonicTime {
  /** Little before an overflow, which must not matter. */
  private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();

  private static final Duration LONGEST = Duration.ofHours(3);
  private static final int MAX_POLLS_WITHOUT_WAIT = 100;

  private final Pod created;
  private final Deque<Change> script = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Runnable> duringReads = new ArrayDeque<>();

  private Duration now = Duration.ZERO;
  private int pollsWithoutWait;
  private int version;
  private Optional<Pod> pod;
  private Optional<Watcher<Pod>> watcher = Optional.empty();
  private Optional<KubernetesClientException> readFailure = Optional.empty();
  private Optional<KubernetesClientException> watchFailure = Optional.empty();
  private Optional<Remark> warning = Optional.empty();
  private Optional<String> cause = Optional.empty();

  private record Change(Duration at, Runnable action) {}

  ScriptedDriver(Pod created) {
    this.created = stored(created);
    this.pod = Optional.of(this.created);
  }

  SubmissionResult await() throws InterruptedException {
    return await(Duration.ofMinutes(10));
  }

  SubmissionResult await(Duration reportInterval) throws InterruptedException {
    DriverWatch.Pace pace =
        new DriverWatch.Pace(
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            this);
    return new DriverWatch(this, created, Pods.CONTAINER, "app-1", reportInterval, pace).await();
  }

  // The script.

  /** Adds what happens after so many seconds; in the order of time. */
  ScriptedDriver at(double seconds, Consumer<ScriptedDriver> change) {
    Duration time = Duration.ofMillis(Math.round(seconds * 1000));
    script.add(new Change(time, () -> change.accept(this)));
    return this;
  }

  /** Adds what happens while the next request reads the pod. */
  ScriptedDriver duringRead(Consumer<ScriptedDriver> change) {
    duringReads.add(() -> change.accept(this));
    return this;
  }

  /** Changes the pod, with an event for an open watch. */
  void becomes(Pod state) {
    becomesSilently(state);
    send(Action.MODIFIED, pod.orElseThrow());
  }

  /** Changes the pod, and the watch misses that. */
  void becomesSilently(Pod state) {
    pod = Optional.of(stored(state));
  }

  /** Deletes the pod, with an event for an open watch. */
  void isDeleted(Pod lastState) {
    send(Action.DELETED, stored(lastState));
    pod = Optional.empty();
  }

  void isDeletedSilently() {
    pod = Optional.empty();
  }

  /** Another pod takes the name. */
  void isReplacedBy(Pod other) {
    pod = Optional.of(other);
    send(Action.ADDED, other);
  }

  void send(Action action, Pod state) {
    watcher.ifPresent(each -> each.eventReceived(action, state));
  }

  void onWatcher(Consumer<Watcher<Pod>> action) {
    action.accept(watcher.orElseThrow());
  }

  /** Reads fail; by the status 0 without an answer, and no longer by the status 200. */
  void readsFail(int status) {
    readFailure = failure(status);
  }

  /** Requests to watch fail likewise. */
  void watchesFail(int status) {
    watchFailure = failure(status);
  }

  void hasWarning(String reason, String message) {
    warning = Optional.of(new Remark(reason, message));
  }

  void reports(String causeOfFailure) {
    cause = Optional.of(causeOfFailure);
  }

  private static Optional<KubernetesClientException> failure(int status) {
    return switch (status) {
      case 200 -> Optional.empty();
      case 0 -> Optional.of(new KubernetesClientException("no connection"));
      default ->
          Optional.of(
              new KubernetesClientException(
                  "status " + status,
                  status,
                  new StatusBuilder().withCode(status).withMessage("no luck").build()));
    };
  }

  /** Returns the pod as the API server has it next. */
  Pod stored(Pod state) {
    return new PodBuilder(state)
        .editMetadata()
        .withUid("u-1")
        .withResourceVersion(String.valueOf(++version + 8))
        .endMetadata()
        .build();
  }

  // What was seen.

  /** Returns the requests with their times, for example {@code 1m0.5s: get}. */
  List<String> requests() {
    return requests;
  }

  List<Duration> pauses() {
    return pauses;
  }

  /** Returns the time, for example {@code 1m0.5s}. */
  String now() {
    return now.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void request(String verb) {
    requests.add("%s: %s".formatted(now(), verb));
  }

  @Override
  public Optional<Pod> read() {
    request("get");
    if (!duringReads.isEmpty()) {
      duringReads.remove().run();
    }
    readFailure.ifPresent(ScriptedDriver::fail);
    return pod;
  }

  @Override
  public Watch watch(Watcher<Pod> opened) {
    request("watch");
    watchFailure.ifPresent(ScriptedDriver::fail);
    watcher = Optional.of(opened);
    return () -> watcher = Optional.empty();
  }

  private static void fail(KubernetesClientException failure) {
    throw failure;
  }

  boolean isWatched() {
    return watcher.isPresent();
  }

  @Override
  public Optional<Remark> latestWarning(Pod about) {
    request("list events");
    return warning;
  }

  @Override
  public Optional<String> cause(Pod about) {
    request("read log");
    return cause;
  }

  @Override
  public ClusterException describe(
      KubernetesClientException failure, String verb, String aftermath) {
    Target target = Target.of(created, Optional.of("jobs"));
    return ClusterErrors.of(failure, "https://kube.example.com", verb, target, aftermath);
  }

  // The time.

  @Override
  public long nanos() {
    return BEGIN + now.toNanos();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    assertThat(pause).as("pause").isPositive();
    pauses.add(pause);
    Duration until = now.plus(pause);
    while (isNextDue(until)) {
      next();
    }
    pass(until);
  }

  @Override
  public <T> Optional<T> poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
    pollsWithoutWait = atMost.isZero() ? pollsWithoutWait + 1 : 0;
    assertThat(pollsWithoutWait).as("polls without a wait").isLessThan(MAX_POLLS_WITHOUT_WAIT);
    Duration until = now.plus(atMost);
    while (queue.isEmpty() && isNextDue(until)) {
      next();
    }
    pass(queue.isEmpty() ? until : now);
    return Optional.ofNullable(queue.poll());
  }

  private boolean isNextDue(Duration until) {
    return !script.isEmpty() && script.element().at.compareTo(until) <= 0;
  }

  private void next() {
    Change change = script.remove();
    now = now.compareTo(change.at) < 0 ? change.at : now;
    change.action.run();
  }

  private void pass(Duration until) throws InterruptedException {
    now = until;
    assertThat(now).as("time until the end of the driver").isLessThan(LONGEST);
    if (Thread.interrupted()) {
      throw new InterruptedException("for a test");
    }
  }
}
