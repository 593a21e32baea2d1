package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.api.FaultEffect;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * One way in which the server misbehaves: which requests it is about, how many of them, and what
 * happens to them.
 *
 * <pre>{@code
 * server.faults().add(Fault.on("create", "pods").times(3).tooManyRequests(Duration.ofSeconds(1)));
 * server.faults().add(Fault.on("watch", "pods").cutAfter(Duration.ofMillis(200)));
 * }</pre>
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Fault {
  private final Matcher matcher;
  private final FaultEffect effect;
  private final AtomicInteger left;

  private Fault(Matcher matcher, FaultEffect effect) {
    this.matcher = matcher;
    this.effect = effect;
    this.left = new AtomicInteger(matcher.times);
  }

  /**
   * Starts a fault that is about some requests.
   *
   * @param verb the verb in Kubernetes' words, such as {@code create} or {@code watch}; {@code *}
   *     for all
   * @param resource the plural name of the resource, with a subresource where one is meant ({@code
   *     pods/status}); {@code *} for all
   * @return what narrows it down and says what happens
   */
  public static Matcher on(String verb, String resource) {
    return new Matcher(verb, resource);
  }

  FaultEffect effect() {
    return effect;
  }

  /** Tells whether the fault strikes this request, and counts it if so. */
  boolean strikes(RecordedRequest request) {
    if (!matcher.matches(request)
        || (matcher.rate < 1 && ThreadLocalRandom.current().nextDouble() >= matcher.rate)) {
      return false;
    }
    return left.getAndUpdate(n -> n > 0 && n < Integer.MAX_VALUE ? n - 1 : n) > 0;
  }

  /**
   * Which requests a fault is about; its last methods say what happens and return the fault.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public static final class Matcher {
    private final String verb;
    private final String resource;
    private Predicate<RecordedRequest> also = request -> true;
    private int times = Integer.MAX_VALUE;
    private double rate = 1;

    private Matcher(String verb, String resource) {
      this.verb = Objects.requireNonNull(verb, "verb");
      this.resource = Objects.requireNonNull(resource, "resource");
    }

    /**
     * Narrows down by the object's name.
     *
     * @param name the whole name
     * @return this
     */
    public Matcher named(String name) {
      return where(request -> request.name().equals(name));
    }

    /**
     * Narrows down by anything the request has.
     *
     * @param condition must hold for the request; called by the server's threads
     * @return this
     */
    public Matcher where(Predicate<RecordedRequest> condition) {
      also = also.and(condition);
      return this;
    }

    /**
     * Limits how many requests are struck; unlimited by default.
     *
     * @param count how many, at least 1
     * @return this
     */
    public Matcher times(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("times must be at least 1, but was " + count);
      }
      times = count;
      return this;
    }

    /**
     * Strikes only a part of the requests, at random; all by default.
     *
     * @param share how many of them, between 0 and 1
     * @return this
     */
    public Matcher rate(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("rate must be between 0 and 1, but was " + share);
      }
      rate = share;
      return this;
    }

    /**
     * Answers 429, as a server does that has too much to do.
     *
     * @param retryAfter what the answer's {@code Retry-After} says, rounded up to seconds
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
     * Answers 500.
     *
     * @return the fault
     */
    public Fault serverError() {
      return status(500, "InternalError", "Internal error occurred: etcdserver: request timed out");
    }

    /**
     * Answers 403.
     *
     * @param message the message of the answer's Status
     * @return the fault
     */
    public Fault forbidden(String message) {
      return status(403, "Forbidden", message);
    }

    /**
     * Answers with a Status of the caller's.
     *
     * @param code the HTTP status
     * @param reason the machine-readable reason, such as {@code ServiceUnavailable}
     * @param message the message for people
     * @return the fault
     */
    public Fault status(int code, String reason, String message) {
      return new Fault(
          this, new FaultEffect(FaultEffect.Kind.STATUS, code, reason, message, Duration.ZERO));
    }

    /**
     * Waits before the request is carried out.
     *
     * @param delay how long
     * @return the fault
     */
    public Fault latency(Duration delay) {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.LATENCY, delay));
    }

    /**
     * Drops the connection; the request is not carried out.
     *
     * @return the fault
     */
    public Fault dropBefore() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.DROP_BEFORE, Duration.ZERO));
    }

    /**
     * Carries the request out and drops the connection instead of answering.
     *
     * @return the fault
     */
    public Fault dropAfter() {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.DROP_AFTER, Duration.ZERO));
    }

    /**
     * Cuts a watch, or the log of a pod, without a word.
     *
     * @param delay how long after its start
     * @return the fault
     */
    public Fault cutAfter(Duration delay) {
      return new Fault(this, FaultEffect.of(FaultEffect.Kind.CUT, delay));
    }

    /**
     * Hands the events of a watch out late, in order.
     *
     * @param delay how late
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
