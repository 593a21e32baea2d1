// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plan.ManagedFields;
import io.podsmith.core.plan.PodFields;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the managed fields of a driver pod name the steps that wrote them.
 *
 * <p>The API server discards {@code managedFields} of a POST, so that they are set afterwards, with
 * a merge patch. The fields of the client that created the pod become those of the steps, and
 * entries of others, such as the kubelet, stay as they are. A failure is logged and nothing else:
 * the pod is the same without it.
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
   * @param spec what was sent
   * @param container the name of Spark's container
   */
  void set(Pod created, DriverSpec spec, String container) {
    Map<String, Object> sent = PodFields.tree(spec.pod());
    Map<String, Author> winners = spec.origins().winners(sent, container);
    if (winners.isEmpty()) {
      return;
    }
    try {
      patchUnlessChanged(created, sent, winners);
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
      Pod created, Map<String, Object> sent, Map<String, Author> winners) {
    PodResource resource =
        client
            .pods()
            .inNamespace(created.getMetadata().getNamespace())
            .withName(created.getMetadata().getName());
    Pod current = created;
    for (int attempt = 1; ; attempt++) {
      String patch = client.getKubernetesSerialization().asJson(patch(current, sent, winners));
      try {
        resource.patch(PatchContext.of(PatchType.JSON_MERGE), patch);
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
      Pod created, Map<String, Object> sent, Map<String, Author> winners) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", created.getMetadata().getResourceVersion());
    metadata.put("managedFields", entries(created, sent, winners));
    return Map.of("metadata", metadata);
  }

  private static List<ManagedFieldsEntry> entries(
      Pod created, Map<String, Object> sent, Map<String, Author> winners) {
    Map<String, List<String>> pathsByManager = new LinkedHashMap<>();
    winners.forEach(
        (path, author) ->
            pathsByManager
                .computeIfAbsent(MANAGER.formatted(author.id()), each -> new ArrayList<>())
                .add(path));
    List<ManagedFieldsEntry> entries = new ArrayList<>();
    pathsByManager.forEach(
        (manager, paths) -> entries.add(entry(manager, ManagedFields.of(sent, paths))));
    List<ManagedFieldsEntry> others = new ArrayList<>(created.getMetadata().getManagedFields());
    // the entry of this client's POST, whose fields are those of the steps and of defaulting
    others.removeIf(each -> "Update".equals(each.getOperation()) && isEmpty(each.getSubresource()));
    entries.addAll(others);
    return entries;
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
