// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.watch.AccessLimit.Request;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that executor pods cannot be listed or watched. What the next attempts get around is not
 * worth a warning; what lasts is, once. Used on the event loop only.
 */
final class FailureReports {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);
  private static final Duration FAILING_UNTIL_WARNING = Duration.ofSeconds(30);

  private final LongSupplier clock;
  private final BooleanSupplier hasBegun;
  private final AccessLimit access;

  /** Since when all requests of a kind have failed, in milliseconds of the clock. */
  private final Map<Request, Long> failingSince = new EnumMap<>(Request.class);

  /** The requests whose failures were logged. */
  private final Set<Request> warned = EnumSet.noneOf(Request.class);

  /**
   * @param hasBegun whether executors are requested already
   * @param access ends the application where it has lost its access
   */
  FailureReports(LongSupplier clock, BooleanSupplier hasBegun, AccessLimit access) {
    this.clock = clock;
    this.hasBegun = hasBegun;
    this.access = access;
  }

  void failed(Request request, ApiFailure failure) {
    limitAccess(request, failure);
    String verb = request.verb();
    long now = clock.getAsLong();
    failingSince.putIfAbsent(request, now);
    long failingFor = now - failingSince.getOrDefault(request, now);
    boolean lasts = failure.isForbidden() || failingFor >= FAILING_UNTIL_WARNING.toMillis();
    // Rejected credentials are reported for all requests at once.
    if (failure.isUnauthenticated() || !lasts || !warned.add(request)) {
      LOG.debug("Cannot {} executor pods; retrying: {}", verb, failure.said());
    } else if (failure.isForbidden()) {
      LOG.warn(
          "The driver's service account lacks the verb {} for pods{}; grant it to its role: {}",
          verb,
          hasBegun.getAsBoolean()
              ? ""
              : ", without which existing executors are unknown and no executor is requested",
          failure.said());
    } else {
      LOG.warn(
          "Cannot {} executor pods for {} s; retrying with back-off: {}",
          verb,
          failingFor / 1_000,
          failure.said());
    }
  }

  /**
   * A watch without permission is replaced by lists. Lists without permission only matter as long
   * as no executor is requested because the existing ones are unknown.
   */
  private void limitAccess(Request request, ApiFailure failure) {
    boolean isLimited = request == Request.LIST && !hasBegun.getAsBoolean();
    if (!failure.isForbidden() || isLimited) {
      access.failed(request, failure);
    }
  }

  void succeeded(Request request) {
    access.succeeded(request);
    failingSince.remove(request);
    if (warned.remove(request)) {
      LOG.info("The API server responds again: {} of executor pods succeeded", request.verb());
    }
  }
}
