package io.podsmith.scheduler.pods.direct;

import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * One executor on its way into the cluster, possibly over several requests.
 *
 * <p>The name of its pod stays the same, so that asking again cannot make two of it. Handed to and
 * fro between the event loop and one request thread, never used by both at once.
 */
public final class CreateAttempt {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  final long executorId;
  final int profileId;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  /** What is to be created, once it is built. */
  Optional<ExecutorSpec> spec = Optional.empty();

  /** The pod's uid, once it exists for certain. */
  Optional<String> podUid = Optional.empty();

  /** Whether an earlier request may have created the pod without telling. */
  boolean mayExist;

  /** Whether the pod was looked for, and not found, since then. */
  boolean looked;

  /** Whether objects that must precede the pod were requested. */
  boolean begun;

  /** Whether all objects that must precede the pod exist. */
  boolean prepared;

  /** Whether it has waited for a claim of an executor on its way out; it does so once. */
  boolean hasAwaitedClaim;

  /** How often the objects that follow the pod could not be created. */
  int failedFollowUps;

  /** How often in a row the server failed at it, or did not answer. */
  int serverErrors;

  /** When the first of these requests was begun. */
  long firstErrorAt;

  /** When to go on with it, in milliseconds since the epoch. Fixed while it waits. */
  long resumeAt;

  /** The round of the window in which the present request was begun. */
  long round;

  /** When the present request was begun. */
  long begunAt;

  public CreateAttempt(long executorId, int profileId) {
    this.executorId = executorId;
    this.profileId = profileId;
  }

  /** Has it wait, longer each time. */
  void pause(long now) {
    resumeAt = now + pauses.nextPause().toMillis();
  }

  /** Returns whether its pod exists, or may and is still to be looked for. */
  boolean mayHavePod() {
    return podUid.isPresent() || (mayExist && !looked);
  }
}
