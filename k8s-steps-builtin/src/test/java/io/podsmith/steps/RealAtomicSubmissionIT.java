// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on a real control plane with simulated nodes. */
class RealAtomicSubmissionIT extends AtomicSubmissionContract {
  private static final int SIGNAL_9 = 128 + 9;
  private static final int AT_ONCE = 4;

  @Override
  TestServer start() {
    return TestServer.simulated();
  }

  @Override
  Duration pause() {
    return Duration.ofSeconds(1);
  }

  /** With the lease of 40 s that is the default. */
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void leavesNothingAMinuteLaterWhereverTheSubmitterIsKilled() throws Exception {
    ExecutorService submitting = Executors.newFixedThreadPool(AT_ONCE);
    ExecutorService waiting = Executors.newCachedThreadPool();
    List<CompletableFuture<Void>> checks = new ArrayList<>();
    try {
      for (int request = 1; request <= REQUESTS.size(); request++) {
        int number = request;
        for (String when : List.of(KilledSubmitter.BEFORE, KilledSubmitter.AFTER)) {
          int done = when.equals(KilledSubmitter.BEFORE) ? number - 1 : number;
          checks.add(
              CompletableFuture.supplyAsync(() -> killed(number, when), submitting)
                  .thenAcceptAsync(namespace -> assertOutcomes(Map.of(done, namespace)), waiting));
        }
      }
      for (CompletableFuture<Void> check : checks) {
        check.get(240, TimeUnit.SECONDS);
      }
      assertThat(checks).hasSize(2 * REQUESTS.size());
    } finally {
      submitting.shutdownNow();
      waiting.shutdownNow();
    }
  }

  /** Returns the namespace in which a submitter was killed. */
  private String killed(int request, String when) {
    String point = "%s request %d".formatted(when, request);
    String namespace = createNamespace();
    try {
      Process submitter =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledSubmitter.class.getName(),
                  System.getenv("PODSMITH_SIMULATED_CLUSTER"),
                  namespace,
                  Integer.toString(request),
                  when)
              .redirectErrorStream(true)
              .redirectOutput(
                  directory.resolve("%s.log".formatted(point.replace(' ', '-'))).toFile())
              .start();
      try {
        assertThat(submitter.waitFor(60, TimeUnit.SECONDS)).as(point).isTrue();
        assertThat(submitter.exitValue()).as(point).isEqualTo(SIGNAL_9);
      } finally {
        submitter.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return namespace;
  }
}
