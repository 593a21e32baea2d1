// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step that is called in its own surroundings, and whose failures say which step it was. */
public final class GuardedStep implements KubernetesFeatureConfigStep {
  private final CalledStep called;
  private final KubernetesFeatureConfigStep step;

  public GuardedStep(CalledStep called, KubernetesFeatureConfigStep step) {
    this.called = called;
    this.step = step;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return StepCalls.call(called, "configurePod()", () -> step.configurePod(pod));
  }

  @Override
  public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return StepCalls.call(
        called, "deriveForExecutor()", () -> step.deriveForExecutor(pod, executor));
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    String method = "getAdditionalPodSystemProperties()";
    Map<String, String> properties =
        StepCalls.call(
            called,
            method,
            () -> {
              Map<String, String> answer = step.getAdditionalPodSystemProperties();
              return answer == null ? null : new TreeMap<>(answer);
            });
    if (properties.containsValue(null)) {
      throw StepCalls.failure(called, "returned a null value from " + method, null);
    }
    return properties;
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return objects(
        "getAdditionalPreKubernetesResources()", step::getAdditionalPreKubernetesResources);
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return objects("getAdditionalKubernetesResources()", step::getAdditionalKubernetesResources);
  }

  /** Copies what the step returns while its class loader is set: a list may be computed late. */
  private List<HasMetadata> objects(String method, Supplier<@Nullable List<HasMetadata>> body) {
    List<HasMetadata> objects =
        StepCalls.call(
            called,
            method,
            () -> {
              List<HasMetadata> answer = body.get();
              return answer == null ? null : new ArrayList<>(answer);
            });
    for (HasMetadata object : objects) {
      if (object == null || object.getMetadata() == null) {
        throw StepCalls.failure(
            called,
            "returned %s from %s"
                .formatted(object == null ? "a null object" : "an object without metadata", method),
            null);
      }
    }
    return objects;
  }

  @Override
  public String toString() {
    return called.id();
  }
}
