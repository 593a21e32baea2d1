// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bearer token that a command of the kubeconfig prints (a client-go credential plugin).
 *
 * <p>The command runs again when four fifths of the token's life have passed, beside the requests,
 * which wait for it only once the token has expired; and when the API server rejects the token. A
 * command that does not say when its token expires runs again on rejection only. If it fails, it is
 * tried again at most every 10 s.
 */
final class ExecToken implements RenewableToken {
  private static final Logger LOG = LoggerFactory.getLogger(ExecToken.class);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(10);
  private static final Duration SHORTEST_USE = Duration.ofSeconds(1);
  private static final Instant NEVER = Instant.MAX;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs the command. */
  @FunctionalInterface
  interface Command {
    /**
     * Returns what the command prints.
     *
     * @throws IOException if it cannot be run or fails; the message has no secret
     */
    String run() throws IOException;
  }

  private final String name;
  private final Command command;
  private final Supplier<Instant> clock;
  private final AtomicBoolean isRenewing = new AtomicBoolean();
  private final Object runLock = new Object();

  private volatile State state;
  private volatile Instant noRunBefore = Instant.MIN;
  private boolean isFailureLogged;

  /** A token, with the times after which it is renewed and no longer valid. */
  private record State(String token, Instant renewAt, Instant expiresAt) {}

  /**
   * @param name how messages call the command
   * @param first the token of a run whose expiry is not known
   */
  ExecToken(String name, String first, Command command, Supplier<Instant> clock) {
    this.name = name;
    this.command = command;
    this.clock = clock;
    // The next run says how long tokens are valid.
    this.state = new State(first, clock.get().plus(Duration.ofMinutes(1)), NEVER);
  }

  @Override
  public String getToken() {
    State current = state;
    Instant now = clock.get();
    if (now.isBefore(current.renewAt)) {
      return current.token;
    }
    if (now.isBefore(current.expiresAt)) {
      renewBesideRequests(current);
    } else {
      renew(current);
    }
    return state.token;
  }

  @Override
  public String replace(String rejected) {
    State current = state;
    if (current.token.equals(rejected)) {
      renew(current);
    }
    return state.token;
  }

  private void renewBesideRequests(State current) {
    if (clock.get().isBefore(noRunBefore) || !isRenewing.compareAndSet(false, true)) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                renew(current);
              } finally {
                isRenewing.set(false);
              }
            },
            "podsmith-credentials");
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs the command unless another thread has done so meanwhile. */
  private void renew(State current) {
    synchronized (runLock) {
      Instant now = clock.get();
      if (state != current || now.isBefore(noRunBefore)) {
        return;
      }
      try {
        state = read(command.run(), now);
        if (isFailureLogged) {
          LOG.info("{} succeeded again", name);
        }
        isFailureLogged = false;
      } catch (IOException e) {
        noRunBefore = clock.get().plus(BETWEEN_FAILURES);
        if (isFailureLogged) {
          LOG.debug("{} failed: {}", name, e.getMessage());
        } else {
          isFailureLogged = true;
          LOG.warn(
              "{} failed: {}; continuing with the last token and retrying at most every {} s. Run"
                  + " the command by hand to see why it fails",
              name,
              e.getMessage(),
              BETWEEN_FAILURES.toSeconds());
        }
      }
    }
  }

  private static State read(String output, Instant now) throws IOException {
    JsonNode status;
    try {
      status = JSON.readTree(output).path("status");
    } catch (IOException e) {
      throw new IOException("it did not print an ExecCredential as JSON"); // no cause: it quotes it
    }
    String token = status.path("token").asText("").trim();
    if (token.isEmpty()) {
      throw new IOException("it printed no token");
    }
    Instant expiry =
        expiry(status.path("expirationTimestamp").asText(""))
            .or(() -> Credentials.expiryOfToken(token))
            .orElse(NEVER);
    if (expiry.equals(NEVER)) {
      return new State(token, NEVER, NEVER);
    }
    Duration life = Duration.between(now, expiry);
    Duration use = life.multipliedBy(4).dividedBy(5);
    // A clock that is ahead must not run the command for every request.
    return new State(
        token,
        now.plus(use.compareTo(SHORTEST_USE) > 0 ? use : SHORTEST_USE),
        life.compareTo(SHORTEST_USE) > 0 ? expiry : now.plus(SHORTEST_USE));
  }

  private static Optional<Instant> expiry(String timestamp) {
    try {
      return timestamp.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(timestamp).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
