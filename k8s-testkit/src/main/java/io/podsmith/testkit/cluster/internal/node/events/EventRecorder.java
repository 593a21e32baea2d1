// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of all pods of a node and writes them to the API server in one thread.
 *
 * <p>Recording never waits. Repeats of an event that waits are added to it; a repeat of a written
 * event raises the count of its object. Events that exceed {@link EventLimits} and events that the
 * API server rejects are dropped and counted. Safe for use by several threads.
 */
public final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final long SWEEP_MILLIS = 60_000;
  private static final long CLOSE_SECONDS = 10;

  private final EventLimits limits;
  private final EventObjects objects;
  private final Thread thread;

  /** In the order of their first occurrence. Guarded by itself, like all fields below. */
  private final Map<PodEvent, Occurrences> waiting = new LinkedHashMap<>();

  private boolean closed;
  private long dropped;

  private EventRecorder(EventObjects objects, EventLimits limits, ThreadFactory threads) {
    this.limits = limits;
    this.objects = objects;
    this.thread = threads.newThread(this::writeAll);
  }

  /**
   * Starts a recorder.
   *
   * @param client stays open until the recorder is closed
   */
  public static EventRecorder start(KubernetesClient client, ThreadFactory threads) {
    return start(client, threads, EventLimits.DEFAULT);
  }

  static EventRecorder start(KubernetesClient client, ThreadFactory threads, EventLimits limits) {
    EventRecorder recorder = new EventRecorder(new EventObjects(client, limits), limits, threads);
    recorder.thread.start();
    return recorder;
  }

  /** Records an event that occurred now. */
  public void record(PodEvent event) {
    record(event, Instant.now());
  }

  /** Records an event that occurred at a point in time. */
  public void record(PodEvent event, Instant at) {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      if (waiting.size() >= limits.waiting() && !waiting.containsKey(event)) {
        dropped++;
        return;
      }
      waiting.merge(event, Occurrences.once(at), Occurrences::plus);
      waiting.notifyAll();
    }
  }

  /** Returns how many occurrences were not written. */
  long dropped() {
    synchronized (waiting) {
      return dropped;
    }
  }

  private void writeAll() {
    RateLimit rate = new RateLimit(limits.perSecond(), limits.burst(), System.nanoTime());
    try {
      while (!isClosed()) {
        int deleted = objects.deleteOutdated(Instant.now());
        for (int i = 0; i < deleted; i++) {
          pause(rate.take(System.nanoTime()));
        }
        if (awaitEvent()) {
          pause(rate.take(System.nanoTime()));
          takeFirst().ifPresent(first -> write(first.getKey(), first.getValue()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(PodEvent event, Occurrences occurrences) {
    if (!objects.write(event, occurrences)) {
      synchronized (waiting) {
        dropped += occurrences.count();
      }
    }
  }

  private boolean isClosed() {
    synchronized (waiting) {
      return closed;
    }
  }

  /** Returns whether there is an event; false after a while, so that old events are deleted. */
  private boolean awaitEvent() throws InterruptedException {
    synchronized (waiting) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
      while (waiting.isEmpty() && !closed) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        waiting.wait(left);
      }
      return !closed;
    }
  }

  private void pause(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    synchronized (waiting) {
      while (!closed) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        waiting.wait(left);
      }
    }
  }

  private Optional<Map.Entry<PodEvent, Occurrences>> takeFirst() {
    synchronized (waiting) {
      Iterator<Map.Entry<PodEvent, Occurrences>> entries = waiting.entrySet().iterator();
      if (closed || !entries.hasNext()) {
        return Optional.empty();
      }
      Map.Entry<PodEvent, Occurrences> next = entries.next();
      Map.Entry<PodEvent, Occurrences> first = Map.entry(next.getKey(), next.getValue());
      entries.remove();
      return Optional.of(first);
    }
  }

  /** Drops the events that wait, and returns when the last request has ended. Idempotent. */
  @Override
  public void close() {
    long lost;
    synchronized (waiting) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      lost = dropped;
      waiting.notifyAll();
    }
    if (lost > 0) {
      LOG.info(
          "Dropped {} events of pods, because the API server rejected them or they came too fast",
          lost);
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      if (thread.isAlive()) {
        LOG.warn(
            "The API server has not answered a request for an event after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
