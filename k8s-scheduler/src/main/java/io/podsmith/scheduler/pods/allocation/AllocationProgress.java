// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorCounts;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far the executors are: when that is settled, and every few seconds until then. */
public final class AllocationProgress {
  private static final Logger LOG = LoggerFactory.getLogger(AllocationProgress.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final EventLoop loop;
  private final ExecutorBackend backend;
  private ExecutorCounts last = ExecutorCounts.NONE;
  private ExecutorCounts present = last;
  private int concurrency = 1;
  private int delays;
  private String lastDelay = "";
  private OptionalLong loggedAt = OptionalLong.empty();
  private boolean timerSet;

  public AllocationProgress(EventLoop loop, ExecutorBackend backend) {
    this.loop = loop;
    this.backend = backend;
  }

  /** The API server put a request off. */
  public void delayed(ApiFailure failure) {
    delays++;
    lastDelay = failure.said();
  }

  public void update(ExecutorCounts counts, int requestsAtOnce) {
    present = counts;
    concurrency = requestsAtOnce;
    if (present.equals(last)) {
      return;
    }
    long now = loop.now();
    long due = loggedAt.isEmpty() ? now : loggedAt.getAsLong() + EVERY.toMillis();
    if (present.isSettled() || now >= due) {
      log();
    } else if (!timerSet) {
      timerSet = true;
      loop.schedule(Duration.ofMillis(due - now), this::flush);
    }
  }

  private void flush() {
    timerSet = false;
    if (!present.equals(last)) {
      log();
    }
  }

  private void log() {
    LOG.info(
        "Executors: {} wanted, {} running, {} pending, {} requested (at most {} concurrent"
            + " requests)",
        present.wanted(),
        present.running(),
        present.pending(),
        present.requested(),
        concurrency);
    if (delays > 0) {
      LOG.info("The API server throttled {} requests, the last with: {}", delays, lastDelay);
      delays = 0;
    }
    backend.report(
        new ExecutorNews.Progress(
            present.wanted(), present.running(), present.pending(), present.requested()));
    last = present;
    loggedAt = OptionalLong.of(loop.now());
  }
}
