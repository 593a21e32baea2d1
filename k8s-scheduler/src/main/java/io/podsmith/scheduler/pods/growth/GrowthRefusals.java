// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.report.Messages;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server would not let grow, and when to ask again. The server's words are logged
 * once, until they change in more than names and numbers. Safe for use by several threads.
 */
final class GrowthRefusals {
  private static final Logger LOG = LoggerFactory.getLogger(GrowthRefusals.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final class Refused {
    private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private long until;
  }

  private final Map<String, Refused> refused = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  synchronized boolean mayAsk(String name, long now) {
    Refused before = refused.get(name);
    return before == null || before.until <= now;
  }

  /**
   * Notes a refusal.
   *
   * @param name of what was to grow
   * @param what that is, for people
   */
  synchronized void refused(String name, String what, ApiFailure failure, long now) {
    Refused again = refused.computeIfAbsent(name, key -> new Refused());
    again.until =
        now
            + Math.max(
                again.pauses.nextPause().toMillis(),
                failure.retryAfter().orElse(Duration.ZERO).toMillis());
    if (said.add(Messages.fingerprint(failure.said()))) {
      LOG.warn(
          "Cannot resize {}; retrying with back-off up to {} min: {}",
          what,
          LONGEST_PAUSE.toMinutes(),
          failure.said());
    } else {
      LOG.debug("Cannot resize {}: {}", what, failure.said());
    }
  }

  synchronized void accepted(String name) {
    refused.remove(name);
  }

  /** What had this name is gone. */
  synchronized void forget(String name) {
    refused.remove(name);
  }
}
