// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * Sets the finalizers of objects by merge patches: an edit would conflict with nodes and
 * controllers, which report at any time.
 */
public final class Finalizers {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private Finalizers() {}

  /** Replaces the finalizers of an object with one. */
  public static void set(KubernetesClient client, HasMetadata object, String finalizer) {
    patch(client, object, "[\"%s\"]".formatted(finalizer));
  }

  /** Removes all finalizers of an object, so that its deletion can complete. */
  public static void remove(KubernetesClient client, HasMetadata object) {
    patch(client, object, "null");
  }

  private static void patch(KubernetesClient client, HasMetadata object, String finalizers) {
    client
        .resource(object)
        .patch(MERGE, "{\"metadata\": {\"finalizers\": %s}}".formatted(finalizers));
  }
}
