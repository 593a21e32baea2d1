package io.podsmith.core.plugin;

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
final class GuardedStep implements KubernetesFeatureConfigStep {
  private final String id;
  private final StepSource source;
  private final KubernetesFeatureConfigStep step;

  GuardedStep(String id, StepSource source, KubernetesFeatureConfigStep step) {
    this.id = id;
    this.source = source;
    this.step = step;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return StepCalls.call(id, source, "while it edited the pod", () -> step.configurePod(pod));
  }

  @Override
  public SparkPod configureExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return StepCalls.call(
        id,
        source,
        "while it made the pod that of an executor",
        () -> step.configureExecutor(pod, executor));
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    String moment = "when it was asked for Spark properties";
    Map<String, String> properties =
        StepCalls.call(
            id,
            source,
            moment,
            () -> {
              Map<String, String> answer = step.getAdditionalPodSystemProperties();
              return answer == null ? null : new TreeMap<>(answer);
            });
    if (properties.containsValue(null)) {
      throw StepCalls.failure(id, source, "returned a null in its properties " + moment, null);
    }
    return properties;
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return objects(
        "when it was asked for objects to create before the pod",
        step::getAdditionalPreKubernetesResources);
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return objects(
        "when it was asked for objects to create after the pod",
        step::getAdditionalKubernetesResources);
  }

  /** Copies what the step returns while its class loader is set: a list may be computed late. */
  private List<HasMetadata> objects(String moment, Supplier<@Nullable List<HasMetadata>> question) {
    List<HasMetadata> objects =
        StepCalls.call(
            id,
            source,
            moment,
            () -> {
              List<HasMetadata> answer = question.get();
              return answer == null ? null : new ArrayList<>(answer);
            });
    for (HasMetadata object : objects) {
      if (object == null || object.getMetadata() == null) {
        throw StepCalls.failure(
            id,
            source,
            "returned " + (object == null ? "a null" : "an object without metadata") + " " + moment,
            null);
      }
    }
    return objects;
  }

  @Override
  public String toString() {
    return id;
  }
}
