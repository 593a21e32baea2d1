// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.podsmith.api.conf.SecretKeyReference;
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

  /** Takes variables from where they are protected instead of showing their values. */
  public EnvVars protect(Map<String, SecretKeyReference> references) {
    variables.replaceAll(
        variable -> {
          SecretKeyReference reference = references.get(variable.getName());
          return reference == null || variable.getValue() == null
              ? variable
              : new EnvVarBuilder()
                  .withName(variable.getName())
                  .withNewValueFrom()
                  .withNewSecretKeyRef(reference.key(), reference.secretName(), null)
                  .endValueFrom()
                  .build();
        });
    return this;
  }

  /** Returns the variables. */
  public List<EnvVar> toList() {
    return List.copyOf(variables);
  }
}
