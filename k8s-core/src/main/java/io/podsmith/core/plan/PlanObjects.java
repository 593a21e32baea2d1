// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Map;

/** Reads the Kubernetes objects of a plan, which holds them as trees of JSON. */
public final class PlanObjects {
  private PlanObjects() {}

  /**
   * Returns an object of a plan.
   *
   * @throws InvalidConfigurationException if it has no kind, or its fields have wrong types
   */
  public static HasMetadata object(Map<String, Object> tree) {
    return read(tree, HasMetadata.class);
  }

  /**
   * Returns a pod of a plan.
   *
   * @throws InvalidConfigurationException if it is no pod, or its fields have wrong types
   */
  public static Pod pod(Map<String, Object> tree) {
    return read(tree, Pod.class);
  }

  private static <T extends HasMetadata> T read(Map<String, Object> tree, Class<T> type) {
    Object object;
    try {
      object = Serialization.unmarshal(Serialization.asJson(tree));
    } catch (RuntimeException e) {
      throw invalid(tree, "has a field of a wrong type or an unknown kind");
    }
    if (!type.isInstance(object)) {
      throw invalid(tree, type == Pod.class ? "is not a Pod" : "is not a Kubernetes object");
    }
    return type.cast(object);
  }

  /** Without the cause, whose message may quote values. */
  private static InvalidConfigurationException invalid(Map<String, Object> tree, String what) {
    Object name = tree.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : null;
    String object = "%s %s".formatted(tree.get("kind"), name);
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        object,
        "%s in the plan %s; plan again with this version of Podsmith".formatted(object, what));
  }
}
