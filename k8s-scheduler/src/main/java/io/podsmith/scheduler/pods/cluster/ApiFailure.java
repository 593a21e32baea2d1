// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that the API server did not answer, or answered with a refusal. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;
  private final String reason;
  private final transient Optional<Duration> retryAfter;
  private final transient Set<String> causes;

  /**
   * @param status the HTTP status, 0 where there was no answer
   * @param reason the server's word for it, for example {@code AlreadyExists}
   */
  public ApiFailure(int status, String reason, String message, @Nullable Throwable cause) {
    this(status, reason, message, Optional.empty(), Set.of(), cause);
  }

  /**
   * @param status the HTTP status, 0 where there was no answer
   * @param reason the server's word for it, for example {@code AlreadyExists}
   * @param retryAfter the pause that the server requests, empty where it requests none
   * @param causes the reasons of the causes that the server names
   */
  public ApiFailure(
      int status,
      String reason,
      String message,
      Optional<Duration> retryAfter,
      Set<String> causes,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.causes = Set.copyOf(causes);
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public static ApiFailure noAnswer(String message, Throwable cause) {
    return new ApiFailure(0, "", message, cause);
  }

  /** Returns a failure of any kind as one of a request; an unexpected one counts as no answer. */
  public static ApiFailure from(RuntimeException failure) {
    return failure instanceof ApiFailure known
        ? known
        : noAnswer("unexpected failure: " + failure, failure);
  }

  /** Returns a failure of a request; throws any other, which is an error in the program. */
  public static ApiFailure orThrow(RuntimeException failure) {
    if (failure instanceof ApiFailure known) {
      return known;
    }
    throw failure;
  }

  public static ApiFailure of(KubernetesClientException e) {
    String reason =
        e.getStatus() == null || e.getStatus().getReason() == null ? "" : e.getStatus().getReason();
    return new ApiFailure(
        Math.max(0, e.getCode()), reason, message(e), retryAfter(e), causes(e), e);
  }

  /** The client's own message shows the status several times over. */
  private static String message(KubernetesClientException e) {
    String ofServer = e.getStatus() == null ? null : e.getStatus().getMessage();
    if (ofServer != null && e.getCode() > 0) {
      return "HTTP %d, %s".formatted(e.getCode(), ofServer);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static Set<String> causes(KubernetesClientException e) {
    StatusDetails details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return details == null || details.getCauses() == null
        ? Set.of()
        : details.getCauses().stream()
            .map(StatusCause::getReason)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Duration> retryAfter(KubernetesClientException e) {
    StatusDetails details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return details == null
        ? Optional.empty()
        : Optional.ofNullable(details.getRetryAfterSeconds()).map(Duration::ofSeconds);
  }

  /** Returns the same failure in other words. */
  public ApiFailure withMessage(String message) {
    return new ApiFailure(status, reason, message, retryAfter, causes, getCause());
  }

  public int status() {
    return status;
  }

  /** What the server said; never null. */
  public String said() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * Returns how long to wait before a retry: the pause that the server requests, if it is longer.
   */
  public Duration pauseAtLeast(Duration own) {
    return retryAfter().filter(requested -> requested.compareTo(own) > 0).orElse(own);
  }

  public boolean isNotFound() {
    return status == 404;
  }

  public boolean isForbidden() {
    return status == 403;
  }

  public boolean isAlreadyExists() {
    return status == 409 && reason.equals("AlreadyExists");
  }

  /** Returns whether the requested resource version is too old. */
  public boolean isGone() {
    return status == 410;
  }

  /** Returns whether the server did not do it, but may when it is asked later. */
  public boolean isBusy() {
    return status == TOO_MANY_REQUESTS || (status == 409 && !isAlreadyExists());
  }

  /** Returns whether the server does not accept the credentials. */
  public boolean isUnauthenticated() {
    return status == 401;
  }

  /** Returns whether the server names a cause with this reason. */
  boolean hasCause(String causeReason) {
    return causes.contains(causeReason);
  }

  /** Returns whether the server may have done it in spite of the failure. */
  public boolean isUnknownOutcome() {
    return status == 0 || (status >= 500 && !Rejection.isNever(said()));
  }
}
