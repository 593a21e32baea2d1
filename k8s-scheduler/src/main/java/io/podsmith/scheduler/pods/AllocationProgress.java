package io.podsmith.scheduler.pods;

import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far the executors are: when that is settled, and every few seconds until then. */
final class AllocationProgress {
  private static final Logger LOG = LoggerFactory.getLogger(AllocationProgress.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private record State(int target, int running, int pending, int requested) {
    boolean isSettled() {
      return running == target && pending == 0 && requested == 0;
    }
  }

  private final EventLoop loop;
  private State last = new State(0, 0, 0, 0);
  private State present = last;
  private int concurrency = 1;
  private int delays;
  private String lastDelay = "";
  private long loggedAt;
  private boolean timerSet;

  AllocationProgress(EventLoop loop) {
    this.loop = loop;
  }

  /** The API server put a request off. */
  void delayed(ApiFailure failure) {
    delays++;
    lastDelay = failure.said();
  }

  void update(Collection<ProfileState> profiles, int requestsAtOnce) {
    int target = 0;
    int running = 0;
    int pending = 0;
    int requested = 0;
    for (ProfileState profile : profiles) {
      target += profile.target;
      running += profile.running.size();
      pending += profile.pending.size();
      requested += profile.creating.size() + profile.unseen.size();
    }
    present = new State(target, running, pending, requested);
    concurrency = requestsAtOnce;
    if (present.equals(last)) {
      return;
    }
    long due = loggedAt + EVERY.toMillis();
    if (present.isSettled() || loop.now() >= due) {
      log();
    } else if (!timerSet) {
      timerSet = true;
      loop.schedule(Duration.ofMillis(due - loop.now()), this::flush);
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
        "Executors: {} wanted, {} running, {} pending, {} requested ({} requests at a time)",
        present.target(),
        present.running(),
        present.pending(),
        present.requested(),
        concurrency);
    if (delays > 0) {
      LOG.info("The API server put {} requests off, the last with: {}", delays, lastDelay);
      delays = 0;
    }
    last = present;
    loggedAt = loop.now();
  }
}
