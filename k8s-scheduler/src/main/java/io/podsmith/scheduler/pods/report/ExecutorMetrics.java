// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What executor management counts: how many executors there are in each state, how they end, and
 * how the API server answers. Safe for use by several threads.
 */
public final class ExecutorMetrics {
  private final MetricRegistry registry = new MetricRegistry();
  private final Counter created = registry.counter("executors.created");
  private final Counter rejected = registry.counter("executors.rejected");
  private final Counter delayed = registry.counter("requests.delayed");
  private volatile ExecutorCounts counts = ExecutorCounts.NONE;
  private volatile int concurrency = 1;
  private volatile long pausedUntilNanos = System.nanoTime();

  public ExecutorMetrics() {
    gauge("executors.wanted", () -> counts.wanted());
    gauge("executors.running", () -> counts.running());
    gauge("executors.pending", () -> counts.pending());
    gauge("executors.requested", () -> counts.requested());
    gauge("requests.concurrency", () -> concurrency);
    registry.register(
        "requests.pauseMillis",
        (Gauge<Long>) () -> Math.max(0, (pausedUntilNanos - System.nanoTime()) / 1_000_000));
    for (ExitCause cause : ExitCause.values()) {
      registry.counter(ended(cause));
    }
  }

  /** Returns the metrics by name. */
  public MetricRegistry registry() {
    return registry;
  }

  public void counts(ExecutorCounts present) {
    counts = present;
  }

  /** Sets how many creates may be in flight, and for how long from now on none is sent. */
  public void pace(int requestsAtOnce, Duration pause) {
    concurrency = requestsAtOnce;
    pausedUntilNanos = System.nanoTime() + pause.toNanos();
  }

  public void created() {
    created.inc();
  }

  public void rejected() {
    rejected.inc();
  }

  public void delayed() {
    delayed.inc();
  }

  public void ended(ExecutorExit exit) {
    registry.counter(ended(exit.cause())).inc();
  }

  /** A request was answered, or given up. */
  public void answered(String verb, long nanos) {
    registry.timer("api." + verb).update(nanos, TimeUnit.NANOSECONDS);
  }

  private void gauge(String name, IntSupplier value) {
    registry.register(name, (Gauge<Integer>) value::getAsInt);
  }

  private static String ended(ExitCause cause) {
    return "executors.ended." + cause.camelCase();
  }
}
