// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecutorMetricsTest {
  private final Rig rig = new Rig(Map.of());
  private final MetricRegistry registry = rig.metrics.registry();

  private Object gauge(String name) {
    return registry.getGauges().get(name).getValue();
  }

  private long counter(String name) {
    return registry.getCounters().get(name).getCount();
  }

  @Test
  void countsExecutorsByState() {
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(3);
    rig.cluster.setPhase(rig.pod(1), "Running");
    rig.loop.settle();
    assertThat(
            List.of(
                gauge("executors.wanted"), gauge("executors.running"), gauge("executors.pending")))
        .containsExactly(3, 1, 2);
    assertThat(counter("executors.created")).isEqualTo(3);
  }

  @Test
  void countsHowExecutorsEnd() {
    rig.start();
    rig.want(2);
    rig.cluster.change(
        rig.pod(1),
        pod ->
            pod.setStatus(
                new PodStatusBuilder().withPhase("Failed").withReason("NodeShutdown").build()));
    rig.cluster.setPhase(rig.pod(2), "Failed");
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(counter("executors.ended.cluster")).isEqualTo(1);
    assertThat(counter("executors.ended.application")).isEqualTo(1);
    assertThat(counter("executors.ended.outOfMemory")).isZero();
  }

  @Test
  void countsExecutorsThatExitWithoutAnErrorApart() {
    rig.start();
    rig.want(1);
    rig.cluster.setPhase(rig.pod(1), "Succeeded");
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(counter("executors.ended.finished")).isEqualTo(1);
    assertThat(counter("executors.ended.application")).isZero();
  }

  @Test
  void countsWhatTheServerRefusesAndPutsOff() {
    rig.cluster.createFaults.add(
        new FakeCluster.Fault(FakeCluster.failure(429, "", "busy"), false));
    rig.cluster.createFaults.add(
        new FakeCluster.Fault(FakeCluster.failure(403, "Forbidden", "exceeded quota"), false));
    rig.start();
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(counter("requests.delayed")).isEqualTo(1);
    assertThat(counter("executors.rejected")).isEqualTo(1);
    assertThat(rig.backend.news)
        .as("the refusal is told")
        .anyMatch(n -> n instanceof ExecutorNews.Delayed d && d.reason().contains("quota"));
  }

  @Test
  void timesRequestsByVerb() {
    rig.metrics.answered("create", 5_000_000);
    assertThat(registry.getTimers().get("api.create").getSnapshot().getMax()).isEqualTo(5_000_000);
  }
}
