// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.admission.Quotas;
import io.podsmith.testkit.cluster.internal.api.registry.PersistentVolumeStrategy;
import io.podsmith.testkit.cluster.internal.api.registry.VolumeClaimStrategy;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import io.podsmith.testkit.cluster.internal.api.verbs.Operations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls each controller of the cluster when something changes, in one thread and with the store
 * locked.
 */
public final class Controllers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);

  private final ObjectStore store;
  private final Consumer<StoreEvent> listener = this::accept;
  private final GarbageCollector garbage;
  private final NamespaceController namespaces;
  private final QuotaController quotas;
  private final ClaimProtection claims;
  private final Workloads workloads;
  private final JobController jobs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "embedded-api-controllers");
            made.setDaemon(true);
            return made;
          });

  public Controllers(
      ResourceRegistry registry, ObjectStore store, Operations operations, String certificate) {
    this.store = store;
    ControllerCalls calls = new ControllerCalls(operations);
    this.garbage = new GarbageCollector(registry, store, calls);
    this.namespaces = new NamespaceController(registry, store, calls, certificate);
    this.quotas = new QuotaController(store, new Quotas(registry, store));
    this.claims = new ClaimProtection(registry, store);
    WorkloadPods pods = new WorkloadPods(registry, store, calls, garbage::dependentsOf);
    this.workloads = new Workloads(registry, store, pods, this::later);
    this.jobs = new JobController(store, calls, this::later);
  }

  public void start() {
    store.listen(listener);
  }

  @Override
  public void close() {
    store.unlisten(listener);
    thread.shutdownNow();
  }

  /** Gives a new namespace what every namespace has; called with the store locked. */
  public void populate(String namespace) {
    namespaces.populate(namespace);
  }

  private void accept(StoreEvent event) {
    StoredObject object = event.after();
    garbage.index(event);
    workloads.accept(event);
    jobs.accept(event);
    if (event.isDeletion()) {
      later(() -> collectDependents(object));
    } else if (!object.tree().path("metadata").path("ownerReferences").isEmpty()
        && GarbageCollector.ownersChanged(event)) {
      later(() -> garbage.collectIfOrphaned(object.uid()));
    }
    if (!event.isDeletion() && object.isBeingDeleted()) {
      later(() -> finish(object.uid()));
    }
    if (event.resource().namespaced()) {
      if (event.isDeletion()) {
        later(() -> namespaces.finish(object.namespace()));
      }
      if (quotas.accept(event)) {
        later(() -> quotas.count(object.namespace()));
      }
    }
    if (ClaimProtection.endsUse(event)) {
      later(() -> claims.release(object.namespace()));
    }
  }

  private void later(Runnable work) {
    later(Duration.ZERO, work);
  }

  private void later(Duration delay, Runnable work) {
    try {
      thread.schedule(
          () -> {
            try {
              store.locked(
                  () -> {
                    work.run();
                    return true;
                  });
            } catch (RuntimeException e) {
              LOG.warn("A controller of the embedded API server failed", e);
            }
          },
          delay.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server is being stopped", e);
    }
  }

  private void collectDependents(StoredObject owner) {
    garbage.collectDependents(owner);
    // The last dependent may be what an owner waits for.
    for (JsonNode reference : owner.tree().path("metadata").path("ownerReferences")) {
      finish(Json.text(reference, "uid"));
    }
  }

  /** Does the work that the finalizers of an object that is being deleted stand for. */
  private void finish(String uid) {
    StoredObject object = store.byUid(uid).orElse(null);
    if (object == null || !object.isBeingDeleted()) {
      return;
    }
    List<String> finalizers = Json.texts(object.tree().path("metadata").path("finalizers"));
    if (garbage.finish(object, finalizers)) {
      return;
    }
    if (finalizers.contains(VolumeClaimStrategy.PROTECTION)) {
      claims.release(object.namespace());
    } else if (finalizers.contains(PersistentVolumeStrategy.PROTECTION)) {
      Finalizers.remove(store, object, PersistentVolumeStrategy.PROTECTION);
    } else if (object.resource().isNamespace()) {
      namespaces.empty(object.name());
      namespaces.finish(object.name());
    }
  }
}
