// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.ErrorCode;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.watch.AccessLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ends the application where the API server rejects executors and waiting cannot help.
 *
 * <p>A namespace that is gone ends it at once, whatever runs. All else ends it only as long as no
 * executor was ever accepted: a request that is at fault after three in a row, a policy or a
 * missing right after minutes, an exhausted quota after {@code
 * spark.podsmith.executor.startTimeout}. Used on the event loop only.
 */
public final class RejectionJudge {
  private static final int INVALID_IS_HOPELESS = 3;
  private static final int MIN_REJECTIONS = 3;

  private final Duration startTimeout;
  private final Duration untilHopeless;
  private final Aborter aborter;
  private final AccessLimit access;
  private final Map<Integer, Rejected> profiles = new HashMap<>();
  private final Set<Integer> accepted = new HashSet<>();

  /** The rejections of a profile since the last time that one of its executors was accepted. */
  private static final class Rejected {
    final long since;
    int count;
    int invalidInARow;

    Rejected(long since) {
      this.since = since;
    }
  }

  /**
   * @param startTimeout how long the first executor of a profile may be rejected, zero for
   *     indefinitely
   * @param untilHopeless the same where waiting for {@code startTimeout} is unlikely to help
   * @param access ends the application where it loses its access later on
   */
  public RejectionJudge(
      Duration startTimeout, Duration untilHopeless, Aborter aborter, AccessLimit access) {
    this.startTimeout = startTimeout;
    this.untilHopeless = untilHopeless;
    this.aborter = aborter;
    this.access = access;
  }

  /** Records that the API server carried out the request for an executor of a profile. */
  public void created(int profileId) {
    access.succeeded(AccessLimit.Request.CREATE);
    accepted(profileId);
  }

  /** Records that the API server has accepted an executor of a profile. */
  public void accepted(int profileId) {
    accepted.add(profileId);
    profiles.remove(profileId);
  }

  /** Records that the API server rejected an executor, or failed at it. */
  public void rejected(int profileId, ApiFailure failure, long now) {
    access.failed(AccessLimit.Request.CREATE, failure);
    Rejection kind = Rejection.of(failure);
    if (kind == Rejection.NAMESPACE_GONE) {
      abort(failure, kind, "executors can no longer be created");
      return;
    }
    if (kind == Rejection.TRANSIENT) {
      return;
    }
    Rejected profile = profiles.computeIfAbsent(profileId, id -> new Rejected(now));
    profile.count++;
    profile.invalidInARow = kind == Rejection.INVALID ? profile.invalidInARow + 1 : 0;
    if (wasAccepted(profileId, kind)) {
      return;
    }
    if (profile.invalidInARow >= INVALID_IS_HOPELESS) {
      abort(failure, kind, "the API server rejects executor pods");
    } else if (kind != Rejection.INVALID
        && !startTimeout.isZero()
        && profile.count >= MIN_REJECTIONS
        && now - profile.since >= patience(kind).toMillis()) {
      String what =
          "no executor of resource profile %d was accepted within %d s; set %s=0 to retry indefinitely"
              .formatted(
                  profileId,
                  (now - profile.since) / 1_000,
                  PodsmithKeys.EXECUTOR_START_TIMEOUT.key());
      abort(failure, kind, what);
    }
  }

  /**
   * What concerns the pods of one profile is held against it alone. A quota that others use up, a
   * right, the credentials and the server are the same for all.
   */
  private boolean wasAccepted(int profileId, Rejection kind) {
    return kind == Rejection.INVALID || kind == Rejection.DENIED
        ? accepted.contains(profileId)
        : !accepted.isEmpty();
  }

  private Duration patience(Rejection kind) {
    boolean mayTakeLong = kind == Rejection.QUOTA || startTimeout.compareTo(untilHopeless) < 0;
    return mayTakeLong ? startTimeout : untilHopeless;
  }

  private void abort(ApiFailure failure, Rejection kind, String what) {
    aborter.abort(
        new ClusterException(
            code(kind),
            "%s (%s)%s".formatted(what, failure.said(), kind.advice(failure)),
            failure.status(),
            failure));
  }

  private static ErrorCode code(Rejection kind) {
    return switch (kind) {
      case UNAUTHENTICATED, MISSING_RIGHT -> PodsmithError.CLUSTER_FORBIDDEN;
      case SERVER_ERROR, TRANSIENT -> PodsmithError.CLUSTER_FAILED;
      case NAMESPACE_GONE -> PodsmithError.CLUSTER_NOT_FOUND;
      case INVALID, QUOTA, DENIED -> PodsmithError.CLUSTER_REJECTED;
    };
  }
}
