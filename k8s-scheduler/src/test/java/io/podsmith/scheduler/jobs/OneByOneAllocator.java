// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import io.podsmith.scheduler.allocator.AllocatorContext;
import io.podsmith.scheduler.allocator.ExecutorObjects;
import io.podsmith.scheduler.allocator.ObservedPod;
import io.podsmith.scheduler.allocator.ObservedPod.State;
import io.podsmith.scheduler.allocator.PodsAllocator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one pod after the other, under a name of its own. Marks them with a label. */
public final class OneByOneAllocator implements PodsAllocator {
  public static final String LABEL = "made-by";
  private final Map<Integer, Integer> targets = new TreeMap<>();
  private final Map<Integer, Set<Long>> executors = new TreeMap<>();
  private AllocatorContext context;
  private long lastId;
  private boolean busy;

  @Override
  public void start(AllocatorContext work) {
    context = work;
  }

  @Override
  public void setTargets(Map<Integer, Integer> executorsByProfile) {
    targets.putAll(executorsByProfile);
    fill();
  }

  @Override
  public void podsChanged(List<ObservedPod> pods) {
    for (ObservedPod pod : pods) {
      boolean stays = pod.state() == State.PENDING || pod.state() == State.RUNNING;
      if (!stays) {
        of(pod.resourceProfileId()).remove(pod.executorId().getAsLong());
      }
    }
    fill();
  }

  private Set<Long> of(int profile) {
    return executors.computeIfAbsent(profile, id -> new TreeSet<>());
  }

  private void fill() {
    for (Map.Entry<Integer, Integer> target : targets.entrySet()) {
      if (!busy && of(target.getKey()).size() < target.getValue()) {
        long id = ++lastId;
        busy = true;
        of(target.getKey()).add(id);
        context.request(() -> make(id, target.getKey()));
      }
    }
  }

  private void make(long id, int profile) {
    ExecutorObjects objects = context.executor(id, profile);
    objects
        .pod()
        .getMetadata()
        .getLabels()
        .put(LABEL, context.setting("spark.acme.who").orElse(""));
    context.client().resource(objects.pod()).inNamespace(context.namespace()).create();
    context.run(
        () -> {
          busy = false;
          fill();
        });
  }
}
