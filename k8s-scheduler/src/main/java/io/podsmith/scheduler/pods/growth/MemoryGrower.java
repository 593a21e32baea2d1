// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodCondition;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives executors more memory while they run: those that the cluster's metrics say are close to
 * their limit. Used on the event loop only.
 */
public final class MemoryGrower implements PodSubscriber {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryGrower.class);

  private final GrowthApi api;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final String container;
  private final GrowthRefusals refusals = new GrowthRefusals();

  /** Executors of which was said that they grow no more, or not now. */
  private final Set<Long> reported = new HashSet<>();

  /** What executors used when that was last measured, in bytes. */
  private final Map<Long, Long> lastUsage = new HashMap<>();

  private boolean measuring;
  private boolean metricsMissing;

  /** How often in a row the usage could not be measured. */
  private int failures;

  public MemoryGrower(GrowthApi api, ExecutorPodStore store, EventLoop loop, PodRules rules) {
    this.api = api;
    this.store = store;
    this.loop = loop;
    this.container = rules.sparkContainer();
  }

  /** Looks at what executors use, and has grow what has to. Does nothing while that goes on. */
  public void look(Growth growth) {
    if (measuring) {
      return;
    }
    measuring = true;
    loop.request(
        api::memoryUsage,
        usage -> measured(usage, growth),
        failure -> notMeasured(ApiFailure.from(failure)));
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    for (PodChange change : changes) {
      if (change.gone()) {
        refusals.forget(change.after().name());
        reported.remove(change.after().id());
        lastUsage.remove(change.after().id());
      }
    }
  }

  /** The memory in bytes that an executor's container used when that was last measured. */
  public OptionalLong lastUsage(long executorId) {
    Long bytes = lastUsage.get(executorId);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  private void notMeasured(ApiFailure failure) {
    measuring = false;
    failures++;
    boolean mayPass = failure.isBusy() || failure.isUnknownOutcome();
    if (!metricsMissing && (!mayPass || failures > 1)) {
      metricsMissing = true;
      LOG.warn(
          "Cannot resize the memory of executors, because their memory usage is not available;"
              + " install metrics-server and grant the verb list for pods in metrics.k8s.io: {}",
          failure.said());
    }
  }

  private void measured(Map<String, Map<String, Long>> usage, Growth growth) {
    measuring = false;
    metricsMissing = false;
    failures = 0;
    for (ExecutorPod pod : store.all()) {
      long used = usage.getOrDefault(pod.name(), Map.of()).getOrDefault(container, 0L);
      if (used > 0) {
        lastUsage.put(pod.id(), used);
      }
      long limit = bytes(pod.memoryLimit());
      boolean due =
          pod.phase() == ExecutorPhase.RUNNING
              && !pod.deleting()
              && limit > 0
              && growth.isDue(used, limit);
      if (due) {
        grow(pod, used, limit, growth);
      }
    }
  }

  private void grow(ExecutorPod pod, long used, long limit, Growth growth) {
    if (growth.isExhausted(limit)) {
      if (reported.add(pod.id())) {
        LOG.info(
            "Skip resizing executor {} as container memory limit {} already reached the maximum",
            pod.id(),
            limit);
      }
    } else if (pod.condition(PodCondition.RESIZE_PENDING).isPresent()) {
      PodCondition pending = pod.condition(PodCondition.RESIZE_PENDING).get();
      reportOnce(
          pod,
          "is waiting for its node to resize its memory: "
              + pending.reason()
              + ", "
              + pending.message());
    } else if (refusals.mayAsk(pod.name(), loop.now())) {
      reported.remove(pod.id());
      long next = growth.next(limit);
      LOG.info(
          "Increase executor {} container memory from {} to {} as usage {} exceeded threshold",
          pod.id(),
          limit,
          next,
          used);
      requestMemory(pod, next);
    }
  }

  private void requestMemory(ExecutorPod pod, long bytes) {
    loop.request(
        () -> api.resizeMemory(pod.name(), container, bytes),
        () -> refusals.accepted(pod.name()),
        failure ->
            refusals.refused(
                pod.name(),
                "The memory of executor " + pod.id(),
                ApiFailure.orThrow(failure),
                loop.now()));
  }

  private void reportOnce(ExecutorPod pod, String what) {
    if (reported.add(pod.id())) {
      LOG.info("Executor {} {}", pod.id(), what);
    }
  }

  private static long bytes(String quantity) {
    if (quantity.isEmpty()) {
      return 0;
    }
    BigDecimal bytes = Quantity.getAmountInBytes(new Quantity(quantity));
    return bytes.longValue();
  }
}
