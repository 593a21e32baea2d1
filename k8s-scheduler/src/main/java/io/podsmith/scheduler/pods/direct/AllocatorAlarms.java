// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.loop.WakeUp;
import java.time.Duration;

/** Sets the times at which an allocator must act although nothing happens. */
final class AllocatorAlarms {
  /** How often to look whether a probe has registered, which is not reported. */
  private static final Duration REGISTRATION_INTERVAL = Duration.ofSeconds(1);

  private final WakeUp wakeUp;
  private final CreateWindow window;
  private final BatchLimit batch;
  private final RateCap rate;
  private final Duration createTimeout;

  AllocatorAlarms(
      WakeUp wakeUp, CreateWindow window, BatchLimit batch, RateCap rate, Duration createTimeout) {
    this.wakeUp = wakeUp;
    this.window = window;
    this.batch = batch;
    this.rate = rate;
    this.createTimeout = createTimeout;
  }

  void set(ProfileState profile, long now) {
    boolean isMissing = profile.missing() > 0;
    boolean isInterrupted = !profile.interrupted.isEmpty();
    if (isMissing || isInterrupted) {
      wakeUp.at(window.pausedUntil());
      wakeUp.at(batch.refillAt());
      wakeUp.at(rate.nextAt());
      if (profile.refusals.isActive()) {
        wakeUp.at(profile.refusals.until());
      }
    }
    profile.interrupted.nextAt().ifPresent(wakeUp::at);
    profile.awaitingClaim.nextAt().ifPresent(wakeUp::at);
    if (isMissing && profile.health.isPausing()) {
      wakeUp.at(profile.health.until());
      profile.health.trialOverAt().ifPresent(wakeUp::at);
      if (profile.health.isProbeOnTrial()) {
        wakeUp.at(now + REGISTRATION_INTERVAL.toMillis());
      }
    }
    if (!profile.unobserved.isEmpty()) {
      long oldest = profile.unobserved.values().iterator().next();
      wakeUp.at(oldest + createTimeout.toMillis());
    }
    if (profile.excess() > 0 && profile.notRunning() > 0) {
      profile.excessCheckAt.ifPresent(wakeUp::at);
    }
  }
}
