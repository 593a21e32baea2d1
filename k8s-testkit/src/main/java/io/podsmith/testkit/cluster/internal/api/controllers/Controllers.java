package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.admission.Admission;
import io.podsmith.testkit.cluster.internal.api.admission.Quotas;
import io.podsmith.testkit.cluster.internal.api.registry.PersistentVolumeStrategy;
import io.podsmith.testkit.cluster.internal.api.registry.VolumeClaimStrategy;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import io.podsmith.testkit.cluster.internal.api.verbs.DeleteOptions;
import io.podsmith.testkit.cluster.internal.api.verbs.Operations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reacts to changes by itself, in one thread: the garbage collector, the end of namespaces,
 * the default service account, the status of quotas, the protection of volumes in use, and what
 * keeps up the pods of workloads.
 */
public final class Controllers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final Operations operations;
  private final Quotas quotas;
  private final String certificate;
  private final Consumer<StoreEvent> listener = this::accept;
  // Written with the store locked, so that they are always as new as the store.
  private final Map<String, Set<String>> dependents = new HashMap<>();
  private final Set<String> quotasToCount = new HashSet<>();
  private final Workloads workloads;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "embedded-api-controllers");
            made.setDaemon(true);
            return made;
          });

  public Controllers(
      ResourceRegistry registry, ObjectStore store, Operations operations, String certificate) {
    this.registry = registry;
    this.store = store;
    this.operations = operations;
    this.quotas = new Quotas(registry, store);
    this.certificate = certificate;
    WorkloadPods pods = new WorkloadPods(registry, store, operations, this::dependentsOf);
    this.workloads = new Workloads(registry, store, pods, this::later);
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
  public void furnish(String namespace) {
    ObjectNode account = Json.object();
    account.putObject("metadata").put("name", "default");
    create("serviceaccounts", namespace, account);
    ObjectNode root = Json.object();
    root.putObject("metadata").put("name", Admission.ROOT_CERTIFICATE);
    root.putObject("data").put("ca.crt", certificate);
    create("configmaps", namespace, root);
  }

  private void create(String plural, String namespace, ObjectNode object) {
    ApiResource resource = registry.get("v1", plural);
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    ObjectNode ordered = Json.object().put("kind", resource.kind());
    ordered.put("apiVersion", resource.apiVersion()).setAll(object);
    operations.create(call("create", resource, namespace, ""), ordered);
  }

  static ApiCall call(String verb, ApiResource resource, String namespace, String name) {
    return new ApiCall(
        verb,
        resource,
        "",
        namespace,
        name,
        Map.of(),
        "application/json",
        new byte[0],
        "system:kube-controller-manager",
        "kube-controller-manager");
  }

  // ---------------------------------------------------------------- events

  private void accept(StoreEvent event) {
    StoredObject object = event.after();
    index(event);
    workloads.accept(event);
    if (event.isDeletion()) {
      later(() -> collectDependents(object));
    } else if (!object.tree().path("metadata").path("ownerReferences").isEmpty()
        && ownersChanged(event)) {
      later(() -> collectIfOrphaned(object.uid()));
    }
    if (!event.isDeletion() && object.isBeingDeleted()) {
      later(() -> finish(object.uid()));
    }
    if (event.resource().namespaced()) {
      if (event.isDeletion()) {
        later(() -> finishNamespace(object.namespace()));
      }
      boolean isStatusOfQuota =
          event.resource().is("", "resourcequotas") && !event.isDeletion() && !isSpecChange(event);
      if (!isStatusOfQuota && quotasToCount.add(object.namespace())) {
        later(() -> countQuotas(object.namespace()));
      }
    }
    if (event.resource().isPod() && !object.tree().path("spec").path("volumes").isEmpty()) {
      boolean isOver = event.isDeletion() || isEnded(object);
      if (isOver) {
        later(() -> releaseClaims(object.namespace()));
      }
    }
  }

  private static boolean isSpecChange(StoreEvent event) {
    StoredObject before = event.before();
    return before == null || !before.tree().path("spec").equals(event.after().tree().path("spec"));
  }

  private static boolean ownersChanged(StoreEvent event) {
    StoredObject before = event.before();
    return before == null
        || !before
            .tree()
            .path("metadata")
            .path("ownerReferences")
            .equals(event.after().tree().path("metadata").path("ownerReferences"));
  }

  private void index(StoreEvent event) {
    StoredObject before = event.before();
    String uid = event.after().uid();
    if (before != null) {
      for (JsonNode owner : before.tree().path("metadata").path("ownerReferences")) {
        dependents.computeIfPresent(
            Json.text(owner, "uid"),
            (key, set) -> {
              set.remove(uid);
              return set.isEmpty() ? null : set;
            });
      }
    }
    if (!event.isDeletion()) {
      for (JsonNode owner : event.after().tree().path("metadata").path("ownerReferences")) {
        dependents.computeIfAbsent(Json.text(owner, "uid"), key -> new HashSet<>()).add(uid);
      }
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

  // ---------------------------------------------------------------- garbage collection

  private List<StoredObject> dependentsOf(String uid) {
    return List.copyOf(dependents.getOrDefault(uid, Set.of())).stream()
        .flatMap(each -> store.byUid(each).stream())
        .toList();
  }

  private void collectDependents(StoredObject owner) {
    dependentsOf(owner.uid()).forEach(each -> collectIfOrphaned(each.uid()));
    // The last dependent may be what an owner waits for.
    for (JsonNode reference : owner.tree().path("metadata").path("ownerReferences")) {
      finish(Json.text(reference, "uid"));
    }
  }

  /** Deletes an object whose owners are all gone, and strikes owners that are gone off its list. */
  private void collectIfOrphaned(String uid) {
    StoredObject object = store.byUid(uid).orElse(null);
    if (object == null) {
      return;
    }
    ArrayNode kept = Json.array();
    JsonNode owners = object.tree().path("metadata").path("ownerReferences");
    for (JsonNode owner : owners) {
      if (exists(owner, object)) {
        kept.add(owner);
      }
    }
    if (kept.size() == owners.size()) {
      return;
    }
    if (kept.isEmpty()) {
      delete(object);
    } else {
      ObjectNode changed = object.copy();
      Json.metadata(changed).set("ownerReferences", kept.deepCopy());
      store.update(object, changed);
    }
  }

  private boolean exists(JsonNode owner, StoredObject dependent) {
    String version = Json.text(owner, "apiVersion");
    return registry
        .ofKind(version, Json.text(owner, "kind"))
        .map(
            resource ->
                store
                    .get(
                        resource,
                        resource.namespaced() ? dependent.namespace() : "",
                        Json.text(owner, "name"))
                    .map(found -> found.uid().equals(Json.text(owner, "uid")))
                    .orElse(false))
        // A kind that nobody knows cannot be looked for: the real collector leaves it, too.
        .orElse(true);
  }

  private void delete(StoredObject object) {
    if (object.isBeingDeleted()) {
      return;
    }
    operations.delete(
        call("delete", object.resource(), object.namespace(), object.name()),
        object,
        DeleteOptions.NONE);
  }

  /** Does what the finalizers of an object ask for that is to be deleted. */
  private void finish(String uid) {
    StoredObject object = store.byUid(uid).orElse(null);
    if (object == null || !object.isBeingDeleted()) {
      return;
    }
    List<String> finalizers = Json.texts(object.tree().path("metadata").path("finalizers"));
    if (finalizers.contains("orphan")) {
      dependentsOf(uid).forEach(each -> disown(each, uid));
      removeFinalizer(object, "orphan");
    } else if (finalizers.contains("foregroundDeletion")) {
      List<StoredObject> left = dependentsOf(uid);
      left.forEach(this::delete);
      if (dependentsOf(uid).stream().noneMatch(each -> blocks(each, uid))) {
        removeFinalizer(object, "foregroundDeletion");
      }
    } else if (finalizers.contains(VolumeClaimStrategy.PROTECTION)) {
      releaseClaims(object.namespace());
    } else if (finalizers.contains(PersistentVolumeStrategy.PROTECTION)) {
      removeFinalizer(object, PersistentVolumeStrategy.PROTECTION);
    } else if (object.resource().isNamespace()) {
      emptyNamespace(object.name());
      finishNamespace(object.name());
    }
  }

  private static boolean blocks(StoredObject dependent, String uid) {
    for (JsonNode owner : dependent.tree().path("metadata").path("ownerReferences")) {
      if (Json.text(owner, "uid").equals(uid)) {
        return owner.path("blockOwnerDeletion").asBoolean(false);
      }
    }
    return false;
  }

  private void disown(StoredObject dependent, String uid) {
    ObjectNode changed = dependent.copy();
    ArrayNode kept = Json.array();
    for (JsonNode owner : changed.path("metadata").path("ownerReferences")) {
      if (!Json.text(owner, "uid").equals(uid)) {
        kept.add(owner);
      }
    }
    if (kept.isEmpty()) {
      Json.metadata(changed).remove("ownerReferences");
    } else {
      Json.metadata(changed).set("ownerReferences", kept);
    }
    store.update(dependent, changed);
  }

  private void removeFinalizer(StoredObject object, String finalizer) {
    ObjectNode changed = object.copy();
    ArrayNode kept = Json.array();
    for (String each : Json.texts(changed.path("metadata").path("finalizers"))) {
      if (!each.equals(finalizer)) {
        kept.add(each);
      }
    }
    boolean isLast = kept.isEmpty();
    if (isLast) {
      Json.metadata(changed).remove("finalizers");
    } else {
      Json.metadata(changed).set("finalizers", kept);
    }
    boolean waits = changed.path("metadata").path("deletionGracePeriodSeconds").asLong(0) > 0;
    if (isLast && !waits) {
      store.delete(object, changed);
    } else {
      store.update(object, changed);
    }
  }

  // ---------------------------------------------------------------- namespaces

  private void emptyNamespace(String namespace) {
    for (StoredObject each : contents(namespace)) {
      delete(each);
    }
  }

  private List<StoredObject> contents(String namespace) {
    return registry.groupVersions().stream()
        .flatMap(each -> registry.resources(each).stream())
        .filter(ApiResource::namespaced)
        .flatMap(each -> store.list(each, namespace).objects().stream())
        .toList();
  }

  private void finishNamespace(String name) {
    store
        .get(registry.get("v1", "namespaces"), "", name)
        .filter(StoredObject::isBeingDeleted)
        .filter(each -> each.tree().path("metadata").path("finalizers").isEmpty())
        .filter(each -> contents(name).isEmpty())
        .ifPresent(each -> store.delete(each, each.copy()));
  }

  // ---------------------------------------------------------------- quotas and volumes

  private void countQuotas(String namespace) {
    quotasToCount.remove(namespace);
    for (StoredObject quota : quotas.quotas(namespace)) {
      ObjectNode changed = quota.copy();
      ObjectNode status = changed.putObject("status");
      status.set("hard", changed.path("spec").path("hard").deepCopy());
      ObjectNode used = status.putObject("used");
      quotas.used(quota).forEach((name, amount) -> used.put(name, Quotas.print(amount)));
      if (!changed.equals(quota.tree())) {
        store.update(quota, changed);
      }
    }
  }

  private void releaseClaims(String namespace) {
    Set<String> inUse = new HashSet<>();
    for (StoredObject pod : store.list(registry.pods(), namespace).objects()) {
      if (!isEnded(pod)) {
        for (JsonNode volume : pod.tree().path("spec").path("volumes")) {
          inUse.add(Json.text(volume, "persistentVolumeClaim", "claimName"));
        }
      }
    }
    ApiResource claims = registry.get("v1", "persistentvolumeclaims");
    for (StoredObject claim : store.list(claims, namespace).objects()) {
      if (claim.isBeingDeleted() && !inUse.contains(claim.name())) {
        removeFinalizer(claim, VolumeClaimStrategy.PROTECTION);
      }
    }
  }

  private static boolean isEnded(StoredObject pod) {
    return ENDED.contains(Json.text(pod.tree(), "status", "phase"));
  }
}
