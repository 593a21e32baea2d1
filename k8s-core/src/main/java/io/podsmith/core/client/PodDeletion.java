// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.PreconditionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Deletes one pod.
 *
 * @param uid if present, a later pod of the same name is not deleted
 * @param gracePeriod in seconds; if empty, that of the pod
 */
public record PodDeletion(
    String namespace, String name, Optional<String> uid, Optional<Long> gracePeriod) {
  /** The default of Kubernetes for pods. */
  private static final String BACKGROUND = "Background";

  /**
   * Sends the request.
   *
   * @return whether the pod existed
   * @throws KubernetesClientException if the API server rejected the request
   */
  public boolean run(KubernetesClient client) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(gracePeriod.orElse(null))
            .withPropagationPolicy(BACKGROUND)
            .build();
    uid.ifPresent(
        text -> options.setPreconditions(new PreconditionsBuilder().withUid(text).build()));
    try {
      client.raw("/api/v1/namespaces/%s/pods/%s".formatted(namespace, name), "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || (uid.isPresent() && e.getCode() == HttpURLConnection.HTTP_CONFLICT)) {
        return false;
      }
      throw e;
    }
  }
}
