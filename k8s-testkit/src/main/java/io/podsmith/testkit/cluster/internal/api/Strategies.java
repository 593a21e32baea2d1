package io.podsmith.testkit.cluster.internal.api;

import java.util.HashMap;
import java.util.Map;

/** The strategy of each resource. */
final class Strategies {
  private final Map<String, Strategy> strategies = new HashMap<>();
  private final Strategy other = new Strategy();

  Strategies() {
    strategies.put("/pods", new PodStrategy());
  }

  Strategy of(ApiResource resource) {
    return strategies.getOrDefault(resource.group() + "/" + resource.plural(), other);
  }
}
