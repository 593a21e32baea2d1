// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Many running executors whose pods are updated: what the benchmark of updates measures, and a test
 * holds. Takes the number of updates to bring in, one by one, with all that each sets off.
 */
public final class UpdateLoad implements IntConsumer {
  private static final Duration BETWEEN = Duration.ofMillis(5);

  private final Rig rig;
  private final int executors;
  private final List<PodEvent> events = new ArrayList<>();
  private int next;

  /** Brings the executors to running. */
  public UpdateLoad(int executors) {
    this.executors = executors;
    rig = new Rig(Map.of("spark.kubernetes.executor.apiPollingInterval", "1000d")).start();
    rig.want(executors);
    for (long id = 1; id <= executors; id++) {
      ExecutorPod pod = rig.store.find(id).orElseThrow();
      // either state is news after the other
      events.add(new PodEvent(on(pod, "node-a"), false));
      events.add(new PodEvent(on(pod, "node-b"), false));
    }
  }

  @Override
  public void accept(int updates) {
    WatchListener watch = rig.cluster.listener;
    for (int i = 0; i < updates; i++) {
      int executor = next % executors;
      int state = next / executors % 2;
      next++;
      watch.onChanges(List.of(events.get(2 * executor + state)), "1");
      rig.loop.advance(BETWEEN);
    }
  }

  /** The executors that run now. */
  public int running() {
    return (int) rig.store.all().stream().filter(p -> p.phase() == ExecutorPhase.RUNNING).count();
  }

  /** The node of an executor. */
  public Optional<String> node(long executorId) {
    return rig.store.find(executorId).map(ExecutorPod::node);
  }

  /** The requests that have been made of the API server. */
  public int requests() {
    return rig.cluster.requests.size();
  }

  /** A copy on another node, without a version, so that it is never older than what is known. */
  private static ExecutorPod on(ExecutorPod pod, String node) {
    try {
      RecordComponent[] parts = ExecutorPod.class.getRecordComponents();
      Object[] values = new Object[parts.length];
      for (int i = 0; i < parts.length; i++) {
        values[i] =
            switch (parts[i].getName()) {
              case "version" -> 0L;
              case "node" -> node;
              default -> parts[i].getAccessor().invoke(pod);
            };
      }
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (ExecutorPod) ExecutorPod.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
