// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the controllers of stateful sets, replica sets and deployments when there is a reason. */
final class Workloads {
  /** Runs work later, with the store locked. */
  interface Later {
    void run(Duration delay, Runnable work);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Workloads.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final Later later;
  private final Map<String, WorkloadController> controllers;
  private final Set<String> waiting = new HashSet<>();
  private final Map<String, Duration> retries = new HashMap<>();

  Workloads(ResourceRegistry registry, ObjectStore store, WorkloadPods pods, Later later) {
    this.store = store;
    this.later = later;
    this.controllers =
        Map.of(
            "statefulsets", new StatefulSetController(registry, store, pods),
            "replicasets", new ReplicaSetController(registry, pods),
            "deployments", new DeploymentController(registry, pods));
  }

  /** Takes note of a change; called with the store locked. */
  void accept(StoreEvent event) {
    boolean isWorkload = isWorkload(event.resource());
    if (isWorkload) {
      wake(event.after().uid(), Duration.ZERO);
    }
    if (isWorkload || event.resource().isPod()) {
      wake(WorkloadPods.controller(event.after().tree()), Duration.ZERO);
    }
  }

  private boolean isWorkload(ApiResource resource) {
    return resource.group().equals("apps") && controllers.containsKey(resource.plural());
  }

  private void wake(String uid, Duration delay) {
    if (!uid.isEmpty() && waiting.add(uid)) {
      later.run(delay, () -> sync(uid));
    }
  }

  private void sync(String uid) {
    waiting.remove(uid);
    StoredObject workload = store.byUid(uid).orElse(null);
    if (workload == null || !isWorkload(workload.resource()) || workload.isBeingDeleted()) {
      retries.remove(uid);
      return;
    }
    WorkloadController controller =
        Objects.requireNonNull(controllers.get(workload.resource().plural()));
    try {
      controller.sync(workload);
      retries.remove(uid);
    } catch (ApiException e) {
      LOG.debug("{} {} has to wait", workload.resource().kind(), workload.name(), e);
      Duration pause = retries.getOrDefault(uid, FIRST_RETRY);
      Duration next = pause.multipliedBy(2);
      retries.put(uid, next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next);
      wake(uid, pause);
    }
  }
}
