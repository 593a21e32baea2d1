// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Replays a script against an API server, on the clock of the machine: the same executor management
 * with its own HTTP client and threads. Pods must be run by the cluster.
 *
 * <p>Supports {@link #VERBS}. Of what a script expects, only the present numbers of {@code
 * registered} and {@code pods:PROFILE} are checked, and awaited.
 */
final class ClusterReplay {
  /** The verbs that are possible on any API server; {@code fault} requires a way to inject it. */
  static final Set<String> VERBS =
      Set.of("want", "fault", "exit", "evict", "delete", "vanish", "release", "expect");

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Script script;
  private final KubernetesClient client;
  private final String namespace;
  private final String app;
  private final Consumer<Step> faults;
  private final RecordingBackend backend = new RecordingBackend();
  private final Map<Integer, Integer> targets = new TreeMap<>();
  private final ExecutorPodManager manager;

  /**
   * @param driver the client of executor management
   * @param client the client of what happens to pods, which meets no faults
   * @param faults injects the fault of a step
   */
  ClusterReplay(
      Script script,
      KubernetesClient driver,
      KubernetesClient client,
      String namespace,
      String app,
      Consumer<Step> faults) {
    this.script = script;
    this.client = client;
    this.namespace = namespace;
    this.app = app;
    this.faults = faults;
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(script.settings(), Map.of()),
                driver,
                namespace,
                app,
                Optional.empty()),
            TestPods.specs(app),
            backend,
            new ExecutorMetrics());
  }

  /** Runs the steps at their times, waits for the target, stops, and checks what is left. */
  void run() throws Throwable {
    try {
      manager.start();
      long began = System.nanoTime();
      for (Step step : script.steps()) {
        while (System.nanoTime() - began < Duration.ofMillis(step.at()).toNanos()) {
          actAsSpark();
          LockSupport.parkNanos(PAUSE.toNanos());
        }
        apply(step);
      }
      Eventually.within(LONG, this::assertTargetIsReached);
      assertThat(backend.aborts).isEmpty();
    } finally {
      manager.stop();
    }
    Eventually.within(LONG, () -> assertThat(pods()).as("pods after the stop").isEmpty());
  }

  private void apply(Step step) throws Throwable {
    switch (step.verb()) {
      case "want" -> {
        targets.put(step.number(1), step.number(2));
        manager.setTotalExpectedExecutors(Map.copyOf(targets));
      }
      case "fault" -> faults.accept(step);
      case "exit" ->
          withPod(step, pod -> end(pod, step.number(2) == 0 ? "Succeeded" : "Failed", ""));
      case "evict" -> withPod(step, pod -> end(pod, "Failed", "Evicted"));
      case "delete" -> withPod(step, pod -> client.resource(pod).delete());
      case "vanish" -> withPod(step, pod -> client.resource(pod).withGracePeriod(0).delete());
      case "release" -> release(List.copyOf(backend.registered.keySet()).subList(0, 1));
      case "expect" -> expect(step);
      default -> throw new IllegalArgumentException("cannot be replayed: " + step);
    }
  }

  private void withPod(Step step, Consumer<Pod> action) {
    List<Pod> pods = pods();
    if (!pods.isEmpty()) {
      try {
        action.accept(pods.get(step.number(1) % pods.size()));
      } catch (KubernetesClientException e) {
        // It went in between, or changed: then it happened to another pod at another time.
        assertThat(e.getCode()).isIn(404, 409);
      }
    }
  }

  private void end(Pod pod, String phase, String reason) {
    client
        .resource(pod)
        .editStatus(
            found ->
                new PodBuilder(found)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withReason(reason.isEmpty() ? null : reason)
                    .endStatus()
                    .build());
  }

  private void expect(Step step) throws Throwable {
    String what = step.word(1);
    if (what.equals("registered") || what.startsWith("pods:")) {
      Eventually.within(
          LONG,
          () -> {
            actAsSpark();
            int value =
                what.equals("registered")
                    ? backend.registered.size()
                    : live(Integer.parseInt(what.substring("pods:".length()))).size();
            assertThat(value).as(step.toString()).isBetween(step.number(2), step.number(3));
          });
    }
  }

  /** Executors that run register; those that are more than the target are released. */
  private void actAsSpark() {
    for (int profile : targets.keySet()) {
      for (Pod pod : live(profile)) {
        long id = id(pod);
        boolean isNew = !backend.registered.containsKey(id) && !backend.removed.containsKey(id);
        if (isNew && "Running".equals(pod.getStatus().getPhase()) && !manager.isDeleted(id)) {
          backend.registered.put(id, System.currentTimeMillis());
        }
      }
      List<Long> registered =
          live(profile).stream()
              .map(ClusterReplay::id)
              .filter(backend.registered::containsKey)
              .sorted(Comparator.reverseOrder())
              .toList();
      if (registered.size() > targets.get(profile)) {
        release(registered.subList(0, registered.size() - targets.get(profile)));
      }
    }
  }

  private void release(List<Long> ids) {
    ids.forEach(backend.registered::remove);
    manager.killExecutors(ids);
    for (Pod pod : pods()) {
      if (ids.contains(id(pod))) {
        withPod(Step.of(0, "exit", pods().indexOf(pod)), found -> end(pod, "Succeeded", ""));
      }
    }
  }

  private void assertTargetIsReached() {
    actAsSpark();
    int all = 0;
    for (Map.Entry<Integer, Integer> target : targets.entrySet()) {
      assertThat(live(target.getKey())).hasSize(target.getValue());
      all += target.getValue();
    }
    assertThat(backend.registered).hasSize(all);
    assertThat(pods()).as("no pod of an executor that has ended is left").hasSize(all);
  }

  private List<Pod> live(int profile) {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> Set.of("Pending", "Running").contains(pod.getStatus().getPhase()))
        .filter(
            pod ->
                label(pod, Constants.SPARK_RESOURCE_PROFILE_ID_LABEL)
                    .equals(Integer.toString(profile)))
        .toList();
  }

  private static String label(Pod pod, String key) {
    return pod.getMetadata().getLabels().get(key);
  }

  private static long id(Pod pod) {
    return Long.parseLong(label(pod, Constants.SPARK_EXECUTOR_ID_LABEL));
  }

  /** Returns the pods of the application, lowest id first. */
  private List<Pod> pods() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Constants.SPARK_APP_ID_LABEL, app)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparingLong(ClusterReplay::id))
        .toList();
  }
}
