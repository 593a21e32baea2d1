// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the API server about a pod; says each thing once. */
final class PodReporter {
  private static final Logger LOG = LoggerFactory.getLogger(PodReporter.class);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String uid;
  private PodStatus last;

  PodReporter(KubernetesClient client, Pod pod) {
    this.client = client;
    this.namespace = pod.getMetadata().getNamespace();
    this.name = pod.getMetadata().getName();
    this.uid = pod.getMetadata().getUid();
    this.last = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
  }

  /** Returns what was reported last. */
  PodStatus last() {
    return last;
  }

  /** Reports a status that differs from the last; returns false where it must be tried again. */
  boolean report(PodStatus status) {
    if (status.equals(last)) {
      return true;
    }
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(Map.of("metadata", Map.of("uid", uid), "status", status));
    try {
      client.pods().inNamespace(namespace).withName(name).subresource("status").patch(MERGE, patch);
    } catch (KubernetesClientException e) {
      if (!isOfAnotherPod(e)) {
        LOG.warn(
            "Cannot report the status of pod {}/{}; retrying: {}", namespace, name, e.getMessage());
        return false;
      }
    }
    last = status;
    return true;
  }

  /** Removes a pod that has stopped; returns false where it must be tried again. */
  boolean removeObject() {
    String path = "/api/v1/namespaces/" + namespace + "/pods/" + name;
    Map<String, Object> options =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "DeleteOptions",
            "gracePeriodSeconds",
            0,
            "preconditions",
            Map.of("uid", uid));
    try {
      client.raw(path, "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (isOfAnotherPod(e)) {
        return true;
      }
      LOG.warn("Cannot delete pod {}/{}; retrying: {}", namespace, name, e.getMessage());
      return false;
    }
  }

  /** The pod is gone, or a younger one has its name. */
  private static boolean isOfAnotherPod(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}
