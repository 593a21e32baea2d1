// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.report.Aborter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Ends an application whose access to the API server is lost for long.
 *
 * <p>Without valid credentials, executors can neither be created nor watched nor deleted, and what
 * becomes of the running ones is unknown. A missing permission is less: running executors can
 * finish the job, so that it ends the application only if there are none. Used on the event loop
 * only.
 */
public final class AccessLimit {
  /**
   * Requests that fail are repeated at least that often, apart from long pauses that the server
   * requests. After a longer time, a rejection is a new incident.
   */
  private static final Duration SAME_INCIDENT = Duration.ofMinutes(2);

  /** What is requested again and again. */
  public enum Request {
    LIST,
    WATCH,
    CREATE;

    /** Returns the verb of Kubernetes. */
    String verb() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why requests were rejected, since when, and when last, in milliseconds. */
  private record Incident(Rejection kind, long since, long last) {}

  private final Duration timeout;
  private final LongSupplier clock;
  private final BooleanSupplier hasExecutors;
  private final UnaryOperator<String> describeRejected;
  private final Aborter aborter;
  private final Map<Request, Incident> incidents = new EnumMap<>(Request.class);

  /**
   * @param timeout how long access may be lost, zero for indefinitely
   * @param clock the time in milliseconds
   * @param hasExecutors whether any executor is registered
   * @param describeRejected says which credentials were rejected and what to do, given the server's
   *     words
   */
  public AccessLimit(
      Duration timeout,
      LongSupplier clock,
      BooleanSupplier hasExecutors,
      UnaryOperator<String> describeRejected,
      Aborter aborter) {
    this.timeout = timeout;
    this.clock = clock;
    this.hasExecutors = hasExecutors;
    this.describeRejected = describeRejected;
    this.aborter = aborter;
  }

  /** Handles a failed request; one without a rejection changes nothing. */
  public void failed(Request request, ApiFailure failure) {
    Rejection kind = Rejection.of(failure);
    if (kind != Rejection.UNAUTHENTICATED && kind != Rejection.MISSING_RIGHT) {
      return;
    }
    long now = clock.getAsLong();
    long since =
        Optional.ofNullable(incidents.get(request))
            .filter(before -> before.kind == kind && now - before.last <= SAME_INCIDENT.toMillis())
            .map(Incident::since)
            .orElse(now);
    incidents.put(request, new Incident(kind, since, now));
    long lasted = now - since;
    if (timeout.isZero() || lasted < timeout.toMillis()) {
      return;
    }
    if (kind == Rejection.UNAUTHENTICATED) {
      abort(failure, lasted, "the API server %s".formatted(describeRejected.apply(failure.said())));
    } else if (!hasExecutors.getAsBoolean()) {
      abort(
          failure,
          lasted,
          "no executor is registered, and none can be created (%s)%s"
              .formatted(failure.said(), kind.advice(failure)));
    }
  }

  /** Handles an accepted request. */
  public void succeeded(Request request) {
    if (incidents.isEmpty()) {
      return;
    }
    incidents.remove(request);
    // A watch that is open stays so, whatever becomes of the credentials that opened it.
    if (request != Request.WATCH) {
      incidents.values().removeIf(incident -> incident.kind == Rejection.UNAUTHENTICATED);
    }
  }

  private void abort(ApiFailure failure, long lasted, String what) {
    aborter.abort(
        new ClusterException(
            PodsmithError.CLUSTER_FORBIDDEN,
            "for %d s, %s; set %s=0 to retry indefinitely"
                .formatted(lasted / 1_000, what, PodsmithKeys.EXECUTOR_ACCESS_TIMEOUT.key()),
            failure.status(),
            failure));
  }
}
