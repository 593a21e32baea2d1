// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects beside pods, and the garbage collector that deletes them with their owners. */
final class VirtualObjects {
  static final String DRIVER_UID = "uid-driver";
  private static final String DEPLOYMENT_UID = "uid-deployment";
  private static final String EARLIER_UID = "uid-earlier";
  private static final Set<String> OTHER_OWNERS = Set.of(DRIVER_UID, DEPLOYMENT_UID, EARLIER_UID);
  private static final long COLLECTS_AFTER = 500;

  private final VirtualTime time;
  private final VirtualServer server;
  private final Map<String, HasMetadata> all = new LinkedHashMap<>();
  private long created;

  VirtualObjects(VirtualTime time, VirtualServer server) {
    this.time = time;
    this.server = server;
  }

  /** Returns the metadata of an object that a deployment owns. */
  static ObjectMeta ofDeployment(String name) {
    return owned(name, "Deployment", "other", DEPLOYMENT_UID).build();
  }

  /** Returns the metadata of an object of the application that an earlier pod owns. */
  static ObjectMeta ofEarlierPod(String name, String pod) {
    return owned(name, "Pod", pod, EARLIER_UID)
        .addToLabels(Constants.SPARK_APP_ID_LABEL, World.APP)
        .build();
  }

  private static ObjectMetaBuilder owned(String name, String kind, String owner, String uid) {
    return new ObjectMetaBuilder()
        .withName(name)
        .addNewOwnerReference()
        .withKind(kind)
        .withName(owner)
        .withUid(uid)
        .endOwnerReference();
  }

  private static String key(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  String create(HasMetadata object) {
    if (all.containsKey(key(object))) {
      throw new ApiFailure(409, "AlreadyExists", key(object) + " already exists", null);
    }
    HasMetadata copy = Serialization.clone(object);
    copy.getMetadata().setUid("uid-object-" + ++created);
    all.put(key(copy), copy);
    collectSoon();
    return copy.getMetadata().getUid();
  }

  Optional<HasMetadata> find(HasMetadata object) {
    return Optional.ofNullable(all.get(key(object))).map(Serialization::clone);
  }

  void addOwner(HasMetadata object, OwnerReference owner) {
    HasMetadata found = all.get(key(object));
    if (found == null) {
      throw new ApiFailure(404, "NotFound", key(object) + " not found", null);
    }
    List<OwnerReference> owners = new ArrayList<>(found.getMetadata().getOwnerReferences());
    owners.removeIf(other -> other.getUid().equals(owner.getUid()));
    if (owners.stream().anyMatch(other -> Boolean.TRUE.equals(other.getController()))) {
      throw new ApiFailure(422, "Invalid", key(object) + " has a controller already", null);
    }
    owners.add(owner);
    found.getMetadata().setOwnerReferences(owners);
    collectSoon();
  }

  void delete(HasMetadata object) {
    all.remove(key(object));
  }

  void deleteAll(String kind) {
    all.values().removeIf(object -> object.getKind().equals(kind));
  }

  List<HasMetadata> ofKind(String kind) {
    return all.values().stream()
        .filter(object -> object.getKind().equals(kind))
        .<HasMetadata>map(Serialization::clone)
        .toList();
  }

  int count() {
    return all.size();
  }

  /** Returns the objects that no owner takes with it. */
  List<String> withoutOwner() {
    return all.values().stream()
        .filter(object -> object.getMetadata().getOwnerReferences().isEmpty())
        .map(VirtualObjects::key)
        .toList();
  }

  boolean exists(String kind, String name) {
    return all.containsKey(kind + " " + name);
  }

  /** Returns whether an object exists that an owner has. */
  boolean isOwned(String kind, String name, String ownerUid) {
    HasMetadata found = all.get(kind + " " + name);
    return found != null
        && found.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getUid().equals(ownerUid));
  }

  /** Deletes, some time later, what has lost all its owners. */
  void collectSoon() {
    if (!all.isEmpty()) {
      time.in(COLLECTS_AFTER, this::collect);
    }
  }

  private void collect() {
    all.values()
        .removeIf(
            object ->
                !object.getMetadata().getOwnerReferences().isEmpty()
                    && object.getMetadata().getOwnerReferences().stream().noneMatch(this::exists));
  }

  private boolean exists(OwnerReference owner) {
    PodModel pod = server.pods.get(owner.getName());
    boolean isObject =
        all.values().stream()
            .anyMatch(object -> owner.getUid().equals(object.getMetadata().getUid()));
    return isObject
        || OTHER_OWNERS.contains(owner.getUid())
        || (pod != null && pod.uid.equals(owner.getUid()));
  }
}
