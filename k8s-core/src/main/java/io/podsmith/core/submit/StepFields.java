// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plan.ManagedFields;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the managed fields of a driver pod name the steps that wrote them.
 *
 * <p>The API server discards {@code managedFields} of a POST, so that they are set afterwards, with
 * a merge patch. The fields of the client that created the pod become those of the steps. Fields
 * that the kubelet, a controller or a user wrote in the meantime stay theirs. A failure is logged
 * and nothing else: the pod is the same without it.
 */
final class StepFields {
  private static final Logger LOG = LoggerFactory.getLogger(StepFields.class);
  private static final int ATTEMPTS = 5;
  private static final String MANAGER = "podsmith:%s";

  private final KubernetesClient client;

  StepFields(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Sends one patch, and again if the pod changed in the meantime.
   *
   * @param created the pod as the API server returned it
   * @param sent the tree of the pod that was sent
   * @param managers the name of the writer of each leaf, by its path; without any, nothing is sent
   */
  void set(Pod created, Map<String, Object> sent, Map<String, String> managers) {
    if (managers.isEmpty()) {
      return;
    }
    try {
      patchUnlessChanged(created, sent, managers);
      LOG.debug("Set the managed fields of pod {}", created.getMetadata().getName());
    } catch (KubernetesClientException e) {
      LOG.warn(
          "Cannot set the managed fields of pod {} ({}); the driver is not affected. Grant the verb"
              + " patch for pods, or set {} to false",
          created.getMetadata().getName(),
          e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage(),
          PodsmithKeys.MANAGED_FIELDS.key());
    }
  }

  /** Retries after a conflict: the scheduler may bind the pod before the patch arrives. */
  private void patchUnlessChanged(
      Pod created, Map<String, Object> sent, Map<String, String> managers) {
    // by the object: by its name, the client would read the pod before each patch
    PodResource resource =
        client.pods().inNamespace(created.getMetadata().getNamespace()).resource(created);
    Pod current = created;
    for (int attempt = 1; ; attempt++) {
      Map<String, Object> patch = patch(created, current, sent, managers);
      try {
        resource.patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(patch));
        return;
      } catch (KubernetesClientException e) {
        Pod found =
            e.getCode() == HttpURLConnection.HTTP_CONFLICT && attempt < ATTEMPTS
                ? resource.get()
                : null;
        if (found == null || !Objects.equals(uid(found), uid(created))) {
          throw e;
        }
        current = found;
      }
    }
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private static Map<String, Object> patch(
      Pod created, Pod current, Map<String, Object> sent, Map<String, String> managers) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", current.getMetadata().getResourceVersion());
    metadata.put("managedFields", entries(created, current, sent, managers));
    return Map.of("metadata", metadata);
  }

  private static List<ManagedFieldsEntry> entries(
      Pod created, Pod current, Map<String, Object> sent, Map<String, String> managers) {
    Map<String, List<String>> pathsByManager = new LinkedHashMap<>();
    managers.forEach(
        (path, manager) ->
            pathsByManager.computeIfAbsent(manager, each -> new ArrayList<>()).add(path));
    List<ManagedFieldsEntry> entries = new ArrayList<>();
    pathsByManager.forEach(
        (manager, paths) -> {
          Map<String, Object> fields = ManagedFields.of(sent, paths);
          if (!fields.isEmpty()) {
            entries.add(entry(MANAGER.formatted(manager), fields));
          }
        });
    for (ManagedFieldsEntry other : current.getMetadata().getManagedFields()) {
      withoutPost(other, created).ifPresent(entries::add);
    }
    return entries;
  }

  /**
   * Returns an entry without the fields of the POST, which are those of the steps and of
   * defaulting; empty if it has no others.
   */
  private static Optional<ManagedFieldsEntry> withoutPost(ManagedFieldsEntry entry, Pod created) {
    Map<String, Object> fields = fieldsOf(entry);
    for (ManagedFieldsEntry posted : created.getMetadata().getManagedFields()) {
      if (isUpdate(posted) && isUpdate(entry) && isSameManager(posted, entry)) {
        fields = minus(fields, fieldsOf(posted));
      }
    }
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    FieldsV1 rest = new FieldsV1();
    rest.setAdditionalProperties(fields);
    return Optional.of(new ManagedFieldsEntryBuilder(entry).withFieldsV1(rest).build());
  }

  private static boolean isUpdate(ManagedFieldsEntry entry) {
    return "Update".equals(entry.getOperation()) && isEmpty(entry.getSubresource());
  }

  private static boolean isSameManager(ManagedFieldsEntry one, ManagedFieldsEntry other) {
    return Objects.equals(one.getManager(), other.getManager())
        && Objects.equals(one.getApiVersion(), other.getApiVersion());
  }

  private static Map<String, Object> fieldsOf(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() == null ? Map.of() : entry.getFieldsV1().getAdditionalProperties();
  }

  private static Map<String, Object> minus(Map<String, Object> fields, Map<?, ?> others) {
    Map<String, Object> rest = new LinkedHashMap<>();
    fields.forEach(
        (key, below) -> {
          if (!(others.get(key) instanceof Map<?, ?> known)) {
            rest.put(key, below);
          } else if (below instanceof Map<?, ?> map && !map.isEmpty()) {
            Map<String, Object> left = minus(strings(map), known);
            if (!left.isEmpty()) {
              rest.put(key, left);
            }
          }
        });
    return rest;
  }

  private static Map<String, Object> strings(Map<?, ?> map) {
    Map<String, Object> strings = new LinkedHashMap<>();
    map.forEach((key, value) -> strings.put(String.valueOf(key), value));
    return strings;
  }

  private static ManagedFieldsEntry entry(String manager, Map<String, Object> fields) {
    FieldsV1 fieldsV1 = new FieldsV1();
    fieldsV1.setAdditionalProperties(fields);
    ManagedFieldsEntry entry = new ManagedFieldsEntry();
    entry.setManager(manager);
    entry.setOperation("Apply");
    entry.setApiVersion("v1");
    entry.setTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    entry.setFieldsType("FieldsV1");
    entry.setFieldsV1(fieldsV1);
    return entry;
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
