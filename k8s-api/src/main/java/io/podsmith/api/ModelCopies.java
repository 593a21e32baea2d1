// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deep copies of model objects.
 *
 * <p>fabric8's builders copy everything but the values of maps: quantities and fields that the
 * model does not know would still be shared. Those are copied here.
 */
final class ModelCopies {
  private ModelCopies() {}

  static Pod copy(Pod pod) {
    Pod copy = new PodBuilder(pod).build();
    copy.setAdditionalProperties(copyMap(copy.getAdditionalProperties()));
    if (copy.getSpec() != null) {
      unshare(copy.getSpec());
    }
    return copy;
  }

  static Container copy(Container container) {
    return unshare(new ContainerBuilder(container).build());
  }

  /** Starts an edit; what the builder hands out is not shared with {@code spec}. */
  static PodSpecBuilder edit(PodSpec spec) {
    return new PodSpecBuilder(unshare(new PodSpecBuilder(spec).build()));
  }

  /** Starts an edit; what the builder hands out is not shared with {@code container}. */
  static ContainerBuilder edit(Container container) {
    ContainerBuilder builder = new ContainerBuilder(container);
    ResourceRequirements resources = builder.buildResources();
    if (resources != null) {
      builder.withResources(unshare(resources));
    }
    if (!container.getAdditionalProperties().isEmpty()) {
      builder.withAdditionalProperties(copyMap(container.getAdditionalProperties()));
    }
    return builder;
  }

  /** Replaces what a freshly built spec may share with others; returns it. */
  static PodSpec unshare(PodSpec spec) {
    spec.getContainers().forEach(ModelCopies::unshare);
    spec.getInitContainers().forEach(ModelCopies::unshare);
    if (spec.getResources() != null) {
      unshare(spec.getResources());
    }
    if (spec.getOverhead() != null && !spec.getOverhead().isEmpty()) {
      spec.setOverhead(copyQuantities(spec.getOverhead()));
    }
    if (!spec.getAdditionalProperties().isEmpty()) {
      spec.setAdditionalProperties(copyMap(spec.getAdditionalProperties()));
    }
    return spec;
  }

  /** Replaces what a freshly built container may share with others; returns it. */
  static Container unshare(Container container) {
    if (container.getResources() != null) {
      unshare(container.getResources());
    }
    if (!container.getAdditionalProperties().isEmpty()) {
      container.setAdditionalProperties(copyMap(container.getAdditionalProperties()));
    }
    return container;
  }

  private static ResourceRequirements unshare(ResourceRequirements resources) {
    resources.setLimits(copyQuantities(resources.getLimits()));
    resources.setRequests(copyQuantities(resources.getRequests()));
    return resources;
  }

  private static @Nullable Map<String, Quantity> copyQuantities(
      @Nullable Map<String, Quantity> quantities) {
    if (quantities == null) {
      return null;
    }
    Map<String, Quantity> copy = new LinkedHashMap<>();
    quantities.forEach(
        (name, q) -> copy.put(name, q == null ? null : new Quantity(q.getAmount(), q.getFormat())));
    return copy;
  }

  private static Map<String, Object> copyMap(Map<String, Object> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, copyValue(value)));
    return copy;
  }

  private static @Nullable Object copyValue(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, v) -> copy.put(key, copyValue(v)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(v -> copy.add(copyValue(v)));
      return copy;
    }
    return value;
  }
}
