// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.cluster.SetConditions;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.report.Messages;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why a controller creates fewer pods than its set should have, and reports it: the
 * controller's requests are not ours to see, but it writes down what the API server answers. Used
 * on the event loop only.
 */
final class SetShortages {
  private static final Logger LOG = LoggerFactory.getLogger(SetShortages.class);

  private final RejectionLimits limits;
  private final SetKind kind;
  private final ClusterApi api;
  private final EventLoop loop;
  private final RejectionJudge judge;
  private final Runnable wake;
  private final Consumer<ExecutorSet> onMissing;
  private final Map<String, Shortage> shortages = new HashMap<>();

  /** A set with fewer pods than it should have. */
  private static final class Shortage {
    long lookAt;
    long noticeAt;
    boolean isLooking;
    String reported = "";

    Shortage(long now, RejectionLimits limits) {
      lookAt = now + limits.untilLook().toMillis();
      noticeAt = now + limits.untilNotice().toMillis();
    }
  }

  /**
   * @param wake has {@link #check} called again
   * @param onMissing is called for a set that does not exist any more
   */
  SetShortages(
      RejectionLimits limits,
      SetKind kind,
      ClusterApi api,
      EventLoop loop,
      RejectionJudge judge,
      Runnable wake,
      Consumer<ExecutorSet> onMissing) {
    this.limits = limits;
    this.kind = kind;
    this.api = api;
    this.loop = loop;
    this.judge = judge;
    this.wake = wake;
    this.onMissing = onMissing;
  }

  /** Returns when to check again, in milliseconds since the epoch; empty where nothing is short. */
  Optional<Long> check(ExecutorSet set, long now) {
    if (set.pods() >= set.replicas) {
      shortages.remove(set.name);
      return Optional.empty();
    }
    Shortage shortage = shortages.computeIfAbsent(set.name, name -> new Shortage(now, limits));
    if (now >= shortage.lookAt && !shortage.isLooking) {
      shortage.isLooking = true;
      shortage.lookAt = now + limits.lookEvery().toMillis();
      loop.request(
          () -> api.whyNoPods(kind, set.name),
          why -> looked(set, shortage, why),
          failure -> lookFailed(set, shortage, failure));
    }
    if (now >= shortage.noticeAt) {
      shortage.noticeAt = now + limits.untilNotice().toMillis();
      if (shortage.reported.isEmpty()) {
        LOG.warn(
            "{} {} has {} of {} pods; to see why, run: kubectl describe {} {}",
            kind.kind(),
            set.name,
            set.pods(),
            set.replicas,
            kind.plural(),
            set.name);
      }
    }
    return Optional.of(Math.min(shortage.lookAt, shortage.noticeAt));
  }

  private void lookFailed(ExecutorSet set, Shortage shortage, RuntimeException failure) {
    LOG.debug("Cannot determine why {} {} lacks pods", kind.kind(), set.name, failure);
    if (failure instanceof ApiFailure answer && answer.isNotFound()) {
      missing(set, shortage);
    } else {
      looked(set, shortage, Optional.empty());
    }
  }

  private void missing(ExecutorSet set, Shortage shortage) {
    // While a request for it is under way it may not exist yet.
    if (!set.busy && shortages.remove(set.name, shortage)) {
      onMissing.accept(set);
    }
    wake.run();
  }

  private void looked(ExecutorSet set, Shortage shortage, Optional<String> why) {
    shortage.isLooking = false;
    // Events stay for an hour, so they may be about pods that have come since.
    if (why.isPresent() && set.pods() < set.replicas && shortages.containsValue(shortage)) {
      report(set, shortage, SetConditions.asAnswer(kind, set.name, why.get()));
    }
    wake.run();
  }

  private void report(ExecutorSet set, Shortage shortage, ApiFailure failure) {
    String essence = Messages.fingerprint(failure.said());
    if (!essence.equals(shortage.reported)) {
      shortage.reported = essence;
      LOG.warn(
          "{} {} has {} of {} pods: {}{}",
          kind.kind(),
          set.name,
          set.pods(),
          set.replicas,
          failure.said(),
          Rejection.of(failure).advice(failure));
    }
    judge.rejected(set.profileId, failure, loop.now());
  }
}
