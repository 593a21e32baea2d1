// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;

/** Whether objects belong to a namespace, and to which one requests for them go. */
public final class ObjectScope {
  private ObjectScope() {}

  /** Returns whether an object is in a namespace, as far as it is known without the API server. */
  public static boolean isNamespaced(HasMetadata object) {
    return object instanceof Namespaced || object instanceof GenericKubernetesResource;
  }

  /**
   * Returns an object for requests in its own namespace.
   *
   * @param namespace where an object goes that is in a namespace and names none
   */
  public static Resource<HasMetadata> locate(
      KubernetesClient client, HasMetadata object, String namespace) {
    NamespaceableResource<HasMetadata> at = client.resource(object);
    return object.getMetadata().getNamespace() == null && isNamespaced(object)
        ? at.inNamespace(namespace)
        : at;
  }
}
