// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.submit.DriverEnd;
import io.podsmith.core.submit.PodWords;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the logs of an application, those of new executors included, until it ends.
 *
 * <p>A thread per pod reads lines into a queue. The calling thread prints those that arrived within
 * a moment in the order of their times. A stream that breaks while its container runs is opened
 * again after the last line.
 */
final class LogFollower {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long the logs may take to end after the driver has. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final int MAX_WAITING_LINES = 10_000;

  private final Cluster cluster;
  private final SparkApplication application;
  private final LogSelection selection;
  private final Consumer<LogLine> printer;
  private final Consumer<String> notes;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
  private final Map<String, PodLog> open = new ConcurrentHashMap<>();
  private final Set<String> reading = new HashSet<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> finishedIds = new HashSet<>();
  private boolean isLimitReported;
  private volatile boolean isStopped;

  private sealed interface Event {
    record Line(LogLine line) implements Event {}

    record Ended(AppPod pod, Optional<RuntimeException> failure) implements Event {}
  }

  LogFollower(
      Cluster cluster,
      SparkApplication application,
      LogSelection selection,
      Consumer<LogLine> printer,
      Consumer<String> notes) {
    this.cluster = cluster;
    this.application = application;
    this.selection = selection;
    this.printer = printer;
    this.notes = notes;
  }

  /**
   * Prints lines until the application has ended and its logs are complete.
   *
   * @throws io.podsmith.api.error.ClusterException if the pods cannot be watched, or a log cannot
   *     be read for lack of a permission
   */
  void follow() throws InterruptedException {
    try (SharedIndexInformer<Pod> informer = inform()) {
      OptionalLong drainBy = OptionalLong.empty();
      boolean isComplete = false;
      while (!isComplete) {
        List<AppPod> pods = pods(informer);
        pods.forEach(pod -> startReading(pod, informer));
        handle(gather());
        if (hasEnded(pods)) {
          if (drainBy.isEmpty()) {
            drainBy = OptionalLong.of(System.nanoTime() + DRAIN.toNanos());
          }
          boolean isDrained =
              reading.isEmpty() && pods(informer).stream().noneMatch(this::isUnread);
          isComplete = isDrained || System.nanoTime() - drainBy.getAsLong() >= 0;
        }
      }
    } finally {
      isStopped = true;
      open.values().forEach(LogFollower::close);
      events.clear();
    }
  }

  private SharedIndexInformer<Pod> inform() {
    try {
      return cluster
          .client()
          .pods()
          .inNamespace(application.namespace())
          .withLabel(Constants.SPARK_APP_ID_LABEL, application.id())
          .inform();
    } catch (KubernetesClientException e) {
      throw cluster.failed(e, "watch");
    }
  }

  private List<AppPod> pods(SharedIndexInformer<Pod> informer) {
    return informer.getStore().list().stream()
        .map(pod -> AppPod.of(pod, cluster.settings()))
        .sorted(Comparator.comparingLong(AppPod::order))
        .toList();
  }

  /** Returns what arrives within a moment, after waiting for it for a moment. */
  private List<Event> gather() throws InterruptedException {
    List<Event> batch = new ArrayList<>();
    long until = System.nanoTime() + MOMENT.toNanos();
    for (long left = MOMENT.toNanos(); left > 0; left = until - System.nanoTime()) {
      Event event = events.poll(left, TimeUnit.NANOSECONDS);
      if (event == null) {
        break;
      }
      batch.add(event);
      events.drainTo(batch, MAX_WAITING_LINES);
      if (batch.size() >= MAX_WAITING_LINES) {
        break;
      }
    }
    return batch;
  }

  private void handle(List<Event> batch) {
    batch.stream()
        .filter(Event.Line.class::isInstance)
        .map(event -> ((Event.Line) event).line())
        .sorted(Comparator.comparing(line -> line.time().orElse(Instant.MIN)))
        .forEach(printer);
    for (Event event : batch) {
      if (event instanceof Event.Ended ended) {
        reading.remove(ended.pod().uid());
        finishedIds.add(ended.pod().id());
        if (ended.failure().isPresent()) {
          throw ended.failure().get();
        }
      }
    }
  }

  private boolean hasEnded(List<AppPod> pods) {
    if (selection.isOnlyExecutors() && finishedIds.containsAll(selection.executors())) {
      return true;
    }
    Optional<AppPod> driver = application.driver();
    if (driver.isEmpty()) {
      return pods.stream().allMatch(LogFollower::isFinal);
    }
    return pods.stream()
        .filter(pod -> pod.uid().equals(driver.get().uid()))
        .allMatch(pod -> DriverEnd.of(pod.pod(), pod.container()).isPresent());
  }

  private static boolean isFinal(AppPod pod) {
    return Set.of("Succeeded", "Failed").contains(PodWords.phase(pod.pod()));
  }

  private boolean isUnread(AppPod pod) {
    return selection.includes(pod) && pod.hasStarted() && !known.contains(pod.uid());
  }

  private void startReading(AppPod pod, SharedIndexInformer<Pod> informer) {
    if (!isUnread(pod)) {
      return;
    }
    if (reading.size() >= LogSelection.MAX_PODS) {
      if (!isLimitReported) {
        notes.accept(
            "following %d pods, which is the limit; choose executors with --executor"
                .formatted(LogSelection.MAX_PODS));
        isLimitReported = true;
      }
      return;
    }
    known.add(pod.uid());
    reading.add(pod.uid());
    Thread thread = new Thread(() -> read(pod, informer), "podsmith-log-" + pod.shortName());
    thread.setDaemon(true);
    thread.start();
  }

  private void read(AppPod pod, SharedIndexInformer<Pod> informer) {
    Optional<RuntimeException> failure = Optional.empty();
    try {
      LogRange range = selection.range();
      boolean isComplete = false;
      while (!isComplete && !isStopped) {
        Optional<Instant> last = readOnce(pod, range);
        isComplete = !isStillRunning(pod, informer);
        if (!isComplete) {
          range = last.or(range::after).map(LogRange::after).orElse(range);
          if (last.isEmpty() && range.after().isEmpty()) {
            notes.accept("the log of %s broke off".formatted(pod.name()));
            isComplete = true;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
    finish(pod, failure);
  }

  private void finish(AppPod pod, Optional<RuntimeException> failure) {
    try {
      events.put(new Event.Ended(pod, failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads until the stream ends; returns the time of the last line. */
  private Optional<Instant> readOnce(AppPod pod, LogRange range) throws InterruptedException {
    Optional<Instant> last = Optional.empty();
    try (PodLog log = PodLog.open(cluster.client(), pod, range, true)) {
      open.put(pod.uid(), log);
      for (Optional<LogLine> line = log.next(); line.isPresent() && !isStopped; line = log.next()) {
        if (isNew(line.get(), range)) {
          events.put(new Event.Line(line.get()));
        }
        last = line.get().time().or(() -> Optional.empty());
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw cluster.failedLog(e, pod);
      }
    } catch (IOException e) {
      // the stream broke, or was closed at the end
    } finally {
      open.remove(pod.uid());
    }
    return last;
  }

  private static boolean isNew(LogLine line, LogRange range) {
    return range.after().isEmpty()
        || line.time().filter(time -> !time.isAfter(range.after().get())).isEmpty();
  }

  /** The end of a log arrives before the status that says why. */
  private boolean isStillRunning(AppPod pod, SharedIndexInformer<Pod> informer)
      throws InterruptedException {
    for (long until = System.nanoTime() + PAUSE.toNanos(); ; ) {
      Optional<AppPod> now =
          informer.getStore().list().stream()
              .filter(found -> pod.uid().equals(found.getMetadata().getUid()))
              .map(found -> AppPod.of(found, cluster.settings()))
              .findFirst();
      if (isStopped || now.filter(AppPod::isRunning).isEmpty()) {
        return false;
      }
      if (System.nanoTime() - until >= 0) {
        return true;
      }
      Thread.sleep(MOMENT.toMillis());
    }
  }

  private static void close(PodLog log) {
    try {
      log.close();
    } catch (IOException e) {
      // nothing more is read from it
    }
  }
}
