// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.registry.PodDefaults;
import io.podsmith.testkit.cluster.internal.api.registry.VolumeClaimStrategy;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameGenerator;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules of the whole cluster that a change has to meet. */
public final class Admission {
  /** The config map of each namespace that holds the certificate of the API server. */
  public static final String ROOT_CERTIFICATE = "kube-root-ca.crt";

  private static final String TOKEN_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final int TOKEN_SECONDS = 3607;
  private static final Set<String> PERMANENT = Set.of("default", "kube-system", "kube-public");

  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final Quotas quotas;
  private final NameGenerator names;
  private final boolean checksServiceAccounts;

  public Admission(
      ResourceRegistry registry,
      ObjectStore store,
      NameGenerator names,
      boolean checksServiceAccounts) {
    this.registry = registry;
    this.store = store;
    this.quotas = new Quotas(registry, store);
    this.names = names;
    this.checksServiceAccounts = checksServiceAccounts;
  }

  /** Checks and completes an object before it is validated. */
  public void mutate(ApiCall call, ObjectNode object) {
    if (call.resource().namespaced()) {
      checkNamespace(call, object);
    }
    if (call.resource().isPod()) {
      ObjectNode spec = Json.child(object, "spec");
      setPriority(call, object, spec);
      if (checksServiceAccounts) {
        setServiceAccount(call, object, spec);
      }
      PodDefaults.addTolerations(spec);
    }
  }

  /** Completes a new version of an object before it is validated. */
  public void mutateUpdate(ApiResource resource, String subresource, ObjectNode object) {
    if (resource.isPod() && subresource.isEmpty()) {
      PodDefaults.addTolerations(Json.child(object, "spec"));
    }
  }

  private void checkNamespace(ApiCall call, ObjectNode object) {
    ApiResource namespaces = registry.get("v1", "namespaces");
    StoredObject namespace =
        store
            .get(namespaces, "", call.namespace())
            .orElseThrow(() -> ApiException.notFound(namespaces, call.namespace()));
    if (namespace.isBeingDeleted()) {
      throw ApiException.forbidden(
              call.resource(),
              Json.name(object),
              "unable to create new content in namespace "
                  + call.namespace()
                  + " because it is being terminated")
          .withCause(
              "NamespaceTerminating",
              "namespace " + call.namespace() + " is being terminated",
              "metadata.namespace");
    }
  }

  private void setPriority(ApiCall call, ObjectNode pod, ObjectNode spec) {
    String name = Json.text(spec, "priorityClassName");
    long priority = 0;
    String policy = "PreemptLowerPriority";
    if (!name.isEmpty()) {
      Optional<StoredObject> found =
          store.get(registry.get("scheduling.k8s.io/v1", "priorityclasses"), "", name);
      if (found.isEmpty()) {
        throw ApiException.forbidden(
            call.resource(), Json.name(pod), "no PriorityClass with name " + name + " was found");
      }
      priority = found.get().tree().path("value").asLong();
      policy = Json.text(found.get().tree(), "preemptionPolicy");
    }
    if (spec.has("priority") && spec.path("priority").asLong() != priority) {
      throw ApiException.forbidden(
          call.resource(),
          Json.name(pod),
          "the integer value of priority ("
              + spec.path("priority").asLong()
              + ") must not be provided in pod spec; priority admission controller computed "
              + priority
              + " from the given PriorityClass name");
    }
    spec.set("priority", Json.number(priority));
    Json.defaultTo(spec, "preemptionPolicy", policy);
  }

  private void setServiceAccount(ApiCall call, ObjectNode pod, ObjectNode spec) {
    Json.defaultTo(spec, "serviceAccountName", "default");
    String name = Json.text(spec, "serviceAccountName");
    spec.put("serviceAccount", name);
    StoredObject account =
        store
            .get(registry.get("v1", "serviceaccounts"), call.namespace(), name)
            .orElseThrow(
                () ->
                    ApiException.forbidden(
                        call.resource(),
                        Json.name(pod),
                        "error looking up service account "
                            + call.namespace()
                            + "/"
                            + name
                            + ": serviceaccount \""
                            + name
                            + "\" not found"));
    JsonNode secrets = account.tree().path("imagePullSecrets");
    if (!secrets.isEmpty() && spec.path("imagePullSecrets").isEmpty()) {
      spec.set("imagePullSecrets", secrets.deepCopy());
    }
    boolean mounts =
        spec.has("automountServiceAccountToken")
            ? spec.path("automountServiceAccountToken").asBoolean()
            : account.tree().path("automountServiceAccountToken").asBoolean(true);
    if (mounts) {
      mountToken(spec);
    }
  }

  private void mountToken(ObjectNode spec) {
    String volume = names.complete("kube-api-access-");
    boolean isUsed = false;
    for (String list : List.of("initContainers", "containers")) {
      for (ObjectNode container : Json.objects(spec.path(list))) {
        ArrayNode mounts =
            container.get("volumeMounts") instanceof ArrayNode present ? present : Json.array();
        boolean hasOwn = false;
        for (JsonNode mount : mounts) {
          hasOwn |= Json.text(mount, "mountPath").equals(TOKEN_MOUNT);
        }
        if (!hasOwn) {
          mounts
              .addObject()
              .put("name", volume)
              .put("readOnly", true)
              .put("mountPath", TOKEN_MOUNT);
          container.set("volumeMounts", mounts);
          isUsed = true;
        }
      }
    }
    if (isUsed) {
      ArrayNode volumes =
          spec.get("volumes") instanceof ArrayNode present ? present : spec.putArray("volumes");
      volumes.add(tokenVolume(volume));
    }
  }

  private static ObjectNode tokenVolume(String name) {
    ObjectNode volume = Json.object().put("name", name);
    ObjectNode projected = volume.putObject("projected");
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", TOKEN_SECONDS)
        .put("path", "token");
    ObjectNode certificate =
        sources.addObject().putObject("configMap").put("name", ROOT_CERTIFICATE);
    certificate.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    sources
        .addObject()
        .putObject("downwardAPI")
        .putArray("items")
        .addObject()
        .put("path", "namespace")
        .putObject("fieldRef")
        .put("apiVersion", "v1")
        .put("fieldPath", "metadata.namespace");
    projected.put("defaultMode", 420);
    return volume;
  }

  /** Checks an object that is valid in itself. */
  public void validateCreate(ApiCall call, ObjectNode object) {
    quotas.check(call, object);
  }

  /** Checks a change that may be valid in itself. */
  public void validateUpdate(
      ApiResource resource, String subresource, ObjectNode object, ObjectNode old) {
    boolean grows =
        resource.is("", "persistentvolumeclaims")
            && subresource.isEmpty()
            && VolumeClaimStrategy.isBound(old)
            && VolumeClaimStrategy.storage(object).compareTo(VolumeClaimStrategy.storage(old)) > 0;
    if (grows && !mayGrow(object)) {
      throw ApiException.forbidden(
          resource,
          Json.name(object),
          "only dynamically provisioned pvc can be resized and the storageclass that provisions"
              + " the pvc must support resize");
    }
  }

  private boolean mayGrow(ObjectNode claim) {
    String storageClass = Json.text(claim, "spec", "storageClassName");
    return store
        .get(registry.get("storage.k8s.io/v1", "storageclasses"), "", storageClass)
        .map(found -> found.tree().path("allowVolumeExpansion").asBoolean())
        .orElse(false);
  }

  /** Checks whether an object may be deleted at all. */
  public void validateDelete(StoredObject object) {
    if (object.resource().isNamespace() && PERMANENT.contains(object.name())) {
      throw ApiException.forbidden(
          object.resource(), object.name(), "this namespace may not be deleted");
    }
  }
}
