// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The steps of this module as the engine finds them. */
final class BuiltInSteps {
  private BuiltInSteps() {}

  static Map<String, FeatureStepFactory> byId() {
    Map<String, FeatureStepFactory> found = new TreeMap<>();
    for (FeatureStepFactory factory : ServiceLoader.load(FeatureStepFactory.class)) {
      found.put(factory.id(), factory);
    }
    return found;
  }

  /** Makes a step, empty where the case does not ask for it. */
  static Optional<KubernetesFeatureConfigStep> find(String id, Case given) {
    FeatureStepFactory factory = byId().get(id);
    if (factory == null) {
      throw new IllegalArgumentException("there is no step " + id + " but " + byId().keySet());
    }
    return factory.create(given.conf());
  }

  /** Makes a step that the case asks for. */
  static KubernetesFeatureConfigStep make(String id, Case given) {
    return find(id, given)
        .orElseThrow(() -> new AssertionError(id + " thinks that nobody asked for it"));
  }
}
