// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.Logged;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the command of a kubeconfig runs again. */
@Timeout(60)
class ExecTokenTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicInteger runs = new AtomicInteger();
  private volatile Instant now = START;
  private volatile Duration life = Duration.ofMinutes(15);
  private volatile boolean isBroken;

  private final ExecToken token = new ExecToken("The command", "first", this::run, () -> now);

  private String run() throws IOException {
    int number = runs.incrementAndGet();
    if (isBroken) {
      throw new IOException("it exited with 1");
    }
    return life.isZero()
        ? "{\"status\":{\"token\":\"token-%d\"}}".formatted(number)
        : "{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"token-%d\",\"expirationTimestamp\":\"%s\"}}"
            .formatted(number, now.plus(life));
  }

  private void awaitRuns(int expected) {
    while (runs.get() < expected) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitToken(String expected) {
    while (!token.getToken().equals(expected)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void learnsTheExpiryAfterAMinute() {
    assertThat(token.getToken()).isEqualTo("first");
    now = START.plusSeconds(59);
    assertThat(token.getToken()).isEqualTo("first");
    assertThat(runs).hasValue(0);

    now = START.plusSeconds(60);
    awaitToken("token-1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void renewsBeforeTheExpiryAndThenOnce() {
    assertThat(token.replace("first")).isEqualTo("token-1");
    now = START.plus(Duration.ofMinutes(11));
    assertThat(token.getToken()).isEqualTo("token-1");

    now = START.plus(Duration.ofMinutes(12));
    awaitToken("token-2");
    for (int i = 0; i < 100; i++) {
      assertThat(token.getToken()).isEqualTo("token-2");
    }
    assertThat(runs).hasValue(2);
  }

  @Test
  void waitsForTheCommandOnceTheTokenHasExpired() {
    token.replace("first");
    now = START.plus(Duration.ofMinutes(15));

    assertThat(token.getToken()).isEqualTo("token-2");
  }

  @Test
  void runsAgainOnRejectionOnlyWithoutAnExpiry() {
    life = Duration.ZERO;
    token.replace("first");
    now = START.plus(Duration.ofDays(9));
    assertThat(token.getToken()).isEqualTo("token-1");
    assertThat(token.replace("token-1")).isEqualTo("token-2");
    assertThat(token.replace("token-1")).as("another thread renewed it").isEqualTo("token-2");
    assertThat(runs).hasValue(2);
  }

  @Test
  void doesNotRunForEveryRequestWhereTheClockIsAhead() {
    life = Duration.ofMinutes(-5);
    token.replace("first");
    for (int i = 0; i < 100; i++) {
      assertThat(token.getToken()).isEqualTo("token-1");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void keepsTheLastTokenAndReportsOnceWhereTheCommandFails() {
    token.replace("first");
    isBroken = true;
    try (Logged log = new Logged()) {
      now = START.plus(Duration.ofMinutes(20));
      assertThat(token.getToken()).isEqualTo("token-1");
      assertThat(token.replace("token-1")).isEqualTo("token-1");
      assertThat(runs).as("at most one run in 10 s").hasValue(2);
      now = now.plusSeconds(11);
      assertThat(token.getToken()).isEqualTo("token-1");
      awaitRuns(3);

      assertThat(log.text())
          .containsOnlyOnce("The command failed: it exited with 1; continuing with the last token")
          .doesNotContain("token-1");
    }
    isBroken = false;
    now = now.plusSeconds(11);
    assertThat(token.getToken()).isEqualTo("token-4");
  }

  @Test
  void neverQuotesWhatTheCommandPrints() {
    ExecToken broken =
        new ExecToken("The command", "first", () -> "hunter2 {\"status\"", () -> now);
    try (Logged log = new Logged()) {
      assertThat(broken.replace("first")).isEqualTo("first");
      assertThat(log.text())
          .contains("it did not print an ExecCredential")
          .doesNotContain("hunter2");
    }
  }
}
