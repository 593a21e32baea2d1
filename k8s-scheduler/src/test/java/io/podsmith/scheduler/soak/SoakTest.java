// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Lets executors come and go while the API server fails, and checks that the driver does not grow.
 * {@code .ci/soak} sets the property and shows the reports in {@code target/soak}.
 */
class SoakTest {
  private static final String MINUTES = "podsmith.soak.minutes";
  private static final Path REPORTS = Path.of("target", "soak");
  private static final String APP = "soak";
  private static final int MOST_EXECUTORS = 40;
  private static final long PAUSE_MILLIS = 1_000;
  private static final int SAMPLES = 180;

  /** A scheduler that forgets executors that are gone. */
  private static final class Backend implements ExecutorBackend {
    final AtomicLong removed = new AtomicLong();
    final AtomicReference<Throwable> abort = new AtomicReference<>();
    final Set<Long> registered = ConcurrentHashMap.newKeySet();

    @Override
    public Set<Long> registeredExecutors() {
      return Set.copyOf(registered);
    }

    @Override
    public void removeExecutor(long executorId, ExecutorExit exit) {
      registered.remove(executorId);
      removed.incrementAndGet();
    }

    @Override
    public void report(ExecutorNews news) {}

    @Override
    public void abort(Throwable cause) {
      abort.set(cause);
    }
  }

  @Test
  void noticesGrowth() {
    List<SoakSample> flat = samples(i -> 50e6);
    assertThat(new SoakReport(flat).grown()).isEmpty();
    assertThat(new SoakReport(samples(i -> i < 20 ? 50e6 + i * 1e6 : 70e6)).grown()).isEmpty();
    assertThat(new SoakReport(samples(i -> 50e6 + i * 1e6)).grown())
        .singleElement()
        .asString()
        .startsWith("heap after collection: ");
    assertThat(new SoakReport(flat).svg()).contains("<polyline").endsWith("</svg>\n");
  }

  private static List<SoakSample> samples(java.util.function.IntToDoubleFunction heap) {
    return DoubleStream.iterate(0, i -> i + 1)
        .limit(60)
        .mapToObj(i -> new SoakSample(i, (long) heap.applyAsDouble((int) i), 20, 30, 5, (long) i))
        .toList();
  }

  @Test
  @EnabledIfSystemProperty(named = MINUTES, matches = "\\d+")
  void staysFlat() throws Exception {
    long nanos = Long.getLong(MINUTES) * 60_000_000_000L;
    Process cluster =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SoakCluster.class.getName())
            .redirectError(Redirect.DISCARD)
            .start();
    Backend backend = new Backend();
    List<SoakSample> samples = new ArrayList<>();
    String faults;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(cluster.getInputStream(), StandardCharsets.UTF_8))) {
      Config config = new ConfigBuilder(Config.empty()).withMasterUrl(said.readLine()).build();
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        run(client, backend, nanos, samples);
      }
      cluster.getOutputStream().write('\n');
      cluster.getOutputStream().close();
      faults = said.readLine();
    } finally {
      cluster.destroyForcibly();
    }
    SoakReport report = new SoakReport(samples);
    Files.createDirectories(REPORTS);
    Files.writeString(REPORTS.resolve("soak.svg"), report.svg());
    Files.writeString(
        REPORTS.resolve("soak.txt"),
        "%d samples, %,d executors came and went, %s faults%n%s%n"
            .formatted(samples.size(), backend.removed.get(), faults, report.text()));
    assertThat(backend.abort.get()).as("why the application would have ended").isNull();
    assertThat(backend.removed.get()).as("executors that went").isGreaterThan(100);
    assertThat(report.grown()).as("what grew; see target/soak/soak.svg").isEmpty();
  }

  private static void run(
      KubernetesClient client, Backend backend, long nanos, List<SoakSample> samples)
      throws Exception {
    ExecutorPodManager manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(Map.of("spark.executor.maxNumFailures", "1000000000"), Map.of()),
                client,
                "default",
                APP,
                Optional.empty()),
            TestPods.specs(APP),
            backend,
            new ExecutorMetrics());
    manager.start();
    Random random = new Random(1);
    long begin = System.nanoTime();
    long highest = 0;
    try {
      for (int sample = 1; sample <= SAMPLES; sample++) {
        while (System.nanoTime() - begin < nanos * sample / SAMPLES) {
          manager.setTotalExpectedExecutors(Map.of(0, random.nextInt(MOST_EXECUTORS)));
          highest += random.nextInt(MOST_EXECUTORS);
          manager.killExecutors(List.of(Math.max(1, highest % (backend.removed.get() + 1))));
          Thread.sleep(PAUSE_MILLIS);
        }
        samples.add(SoakSample.take(begin, backend.removed.get()));
      }
    } finally {
      manager.stop();
    }
  }
}
