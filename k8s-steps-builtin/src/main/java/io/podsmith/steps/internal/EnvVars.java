package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects environment variables in order. */
public final class EnvVars {
  private final List<EnvVar> variables = new ArrayList<>();

  /** Adds a variable. */
  public EnvVars add(String name, String value) {
    variables.add(new EnvVarBuilder().withName(name).withValue(value).build());
    return this;
  }

  /** Adds variables in the order of the map. */
  public EnvVars addAll(Map<String, String> values) {
    values.forEach(this::add);
    return this;
  }

  /** Adds a variable that takes its value from a field of the pod. */
  public EnvVars addField(String name, String path) {
    variables.add(
        new EnvVarBuilder()
            .withName(name)
            .withNewValueFrom()
            .withNewFieldRef("v1", path)
            .endValueFrom()
            .build());
    return this;
  }

  /** Returns the variables. */
  public List<EnvVar> toList() {
    return List.copyOf(variables);
  }
}
