package io.podsmith.core.plugin;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
  public Map<String, String> getAdditionalPodSystemProperties() {
    String moment = "when it was asked for Spark properties";
    Map<String, String> properties =
        StepCalls.call(id, source, moment, step::getAdditionalPodSystemProperties);
    if (properties.entrySet().stream().anyMatch(e -> e.getKey() == null || e.getValue() == null)) {
      throw StepCalls.failure(id, source, "returned a null in its properties " + moment, null);
    }
    return properties;
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    String moment = "when it was asked for objects to create before the pod";
    return checked(
        StepCalls.call(id, source, moment, step::getAdditionalPreKubernetesResources), moment);
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    String moment = "when it was asked for objects to create after the pod";
    return checked(
        StepCalls.call(id, source, moment, step::getAdditionalKubernetesResources), moment);
  }

  private List<HasMetadata> checked(List<HasMetadata> objects, String moment) {
    if (objects.stream().anyMatch(Objects::isNull)) {
      throw StepCalls.failure(id, source, "returned a null object " + moment, null);
    }
    if (objects.stream().anyMatch(o -> o.getMetadata() == null)) {
      throw StepCalls.failure(id, source, "returned an object without metadata " + moment, null);
    }
    return objects;
  }

  @Override
  public String toString() {
    return id;
  }
}
