// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.api.http.FaultEffect;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * A fault that the server injects: which requests it affects, how many of them, and what happens to
 * them.
 *
 * <pre>{@code
 * server.faults().add(Fault.on("create", "pods").times(3).tooManyRequests(Duration.ofSeconds(1)));
 * server.faults().add(Fault.on("watch", "pods").closeWatchAfter(Duration.ofMillis(200)));
 * }</pre>
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Fault {
  private final Rule matcher;
  private final FaultEffect effect;
  private final AtomicInteger left;

  private Fault(Rule matcher, FaultEffect effect) {
    this.matcher = matcher;
    this.effect = effect;
    this.left = new AtomicInteger(matcher.times);
  }

  /**
   * Starts the definition of a fault for certain requests.
   *
   * @param verb the Kubernetes verb, such as {@code create} or {@code watch}; {@code *} for all
   * @param resource the plural name of the resource, optionally with a subresource ({@code
   *     pods/status}); {@code *} for all
   * @return a matcher, which restricts the requests further and defines the effect
   */
  public static Rule on(String verb, String resource) {
    return new Rule(verb, resource);
  }

  FaultEffect effect() {
    return effect;
  }

  /** Returns whether the fault affects this request, and counts the request if so. */
  boolean strikes(RecordedRequest request) {
    if (!matcher.matches(request)
        || (matcher.rate < 1 && ThreadLocalRandom.current().nextDouble() >= matcher.rate)) {
      return false;
    }
    return left.getAndUpdate(n -> n > 0 && n < Integer.MAX_VALUE ? n - 1 : n) > 0;
  }

  /**
   * Selects the requests that a fault affects. The methods that define the effect return the fault.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public static final class Rule {
    private final String verb;
    private final String resource;
    private Predicate<RecordedRequest> also = request -> true;
    private int times = Integer.MAX_VALUE;
    private double rate = 1;

    private Rule(String verb, String resource) {
      this.verb = Objects.requireNonNull(verb, "verb");
      this.resource = Objects.requireNonNull(resource, "resource");
    }

    /**
     * Affects only requests for an object with the given name.
     *
     * @param name the full name
     * @return this
     */
    public Rule named(String name) {
      return where(request -> request.name().equals(name));
    }

    /**
     * Affects only requests that meet a condition.
     *
     * @param condition returns whether the request is affected; called by the server's threads
     * @return this
     */
    public Rule where(Predicate<RecordedRequest> condition) {
      also = also.and(condition);
      return this;
    }

    /**
     * Limits the number of affected requests; unlimited by default.
     *
     * @param count the number of requests, at least 1
     * @return this
     */
    public Rule times(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("times is %d but must be at least 1".formatted(count));
      }
      times = count;
      return this;
    }

    /**
     * Affects a random share of the requests; all by default.
     *
     * @param share the share, between 0 and 1
     * @return this
     */
    public Rule rate(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "rate is %s but must be between 0 and 1".formatted(share));
      }
      rate = share;
      return this;
    }

    /**
     * Responds with status 429, like an overloaded server.
     *
     * @param retryAfter the value of the {@code Retry-After} header, rounded up to seconds
     * @return the fault
     */
    public Fault tooManyRequests(Duration retryAfter) {
      return new Fault(
          this,
          new FaultEffect(
              FaultEffect.Kind.STATUS,
              429,
              "TooManyRequests",
              "Too many requests, please try again later.",
              retryAfter));
    }

    /**
     * Responds with status 500.
     *
     * @return the fault
     */
    public Fault serverError() {
      return status(500, "InternalError", "Internal error occurred: etcdserver: request timed out");
    }

    /**
     * Responds with status 403.
     *
     * @param message the message of the returned Status
     * @return the fault
     */
    public Fault forbidden(String message) {
      return status(403, "Forbidden", message);
    }

    /**
     * Responds with the given status.
     *
     * @param code the HTTP status
     * @param reason the machine-readable reason, such as {@code ServiceUnavailable}
     * @param message the human-readable message
     * @return the fault
     */
    public Fault status(int code, String reason, String message) {
      return new Fault(
          this, new FaultEffect(FaultEffect.Kind.STATUS, code, reason, message, Duration.ZERO));
    }

    /**
     * Delays the execution of the request.
     *
     * @param delay the delay
     * @return the fault
     */
    public Fault latency(Duration delay) {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.LATENCY, delay));
    }

    /**
     * Drops the connection without executing the request.
     *
     * @return the fault
     */
    public Fault dropRequest() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.DROP_BEFORE, Duration.ZERO));
    }

    /**
     * Executes the request, then drops the connection instead of responding.
     *
     * @return the fault
     */
    public Fault dropResponse() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.DROP_AFTER, Duration.ZERO));
    }

    /**
     * Neither carries the request out nor answers it, and leaves the connection open: what a client
     * sees of a peer that has silently gone.
     *
     * @return the fault
     */
    public Fault silenceRequest() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.SILENCE_BEFORE, Duration.ZERO));
    }

    /**
     * Carries the request out, never answers it, and leaves the connection open.
     *
     * @return the fault
     */
    public Fault silenceResponse() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.SILENCE_AFTER, Duration.ZERO));
    }

    /**
     * Closes a watch or a log stream without notice.
     *
     * @param delay the time after its start
     * @return the fault
     */
    public Fault closeWatchAfter(Duration delay) {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.CUT, delay));
    }

    /**
     * Delays the events of a watch; their order is kept.
     *
     * @param delay the delay
     * @return the fault
     */
    public Fault delayEvents(Duration delay) {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.DELAY_EVENTS, delay));
    }

    private boolean matches(RecordedRequest request) {
      return (verb.equals("*") || verb.equals(request.verb()))
          && (resource.equals("*") || resource.equals(request.resource()))
          && also.test(request);
    }
  }
}
