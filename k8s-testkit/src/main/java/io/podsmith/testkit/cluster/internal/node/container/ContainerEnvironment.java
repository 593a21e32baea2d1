// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out the environment that a container's {@code env} and {@code envFrom} ask for. */
final class ContainerEnvironment {
  private final ClusterObjects objects;
  private final DownwardFields fields;

  ContainerEnvironment(ClusterObjects objects, DownwardFields fields) {
    this.objects = objects;
    this.fields = fields;
  }

  /**
   * Returns the variables in order.
   *
   * @param base what is set before, such as the image's own variables
   */
  Map<String, String> resolve(Container container, Map<String, String> base)
      throws ContainerStartException {
    Map<String, String> environment = new LinkedHashMap<>(base);
    for (EnvFromSource source : container.getEnvFrom()) {
      addAll(source, environment);
    }
    for (EnvVar variable : container.getEnv()) {
      Optional<String> value = valueOf(variable, container, environment);
      value.ifPresent(v -> environment.put(variable.getName(), v));
    }
    return environment;
  }

  private void addAll(EnvFromSource source, Map<String, String> environment)
      throws ContainerStartException {
    String prefix = Optional.ofNullable(source.getPrefix()).orElse("");
    if (source.getConfigMapRef() != null) {
      String name = source.getConfigMapRef().getName();
      boolean optional = isTrue(source.getConfigMapRef().getOptional());
      addAll(required(objects.configMap(name), optional, "configmap", name), prefix, environment);
    }
    if (source.getSecretRef() != null) {
      String name = source.getSecretRef().getName();
      boolean optional = isTrue(source.getSecretRef().getOptional());
      addAll(required(objects.secret(name), optional, "secret", name), prefix, environment);
    }
  }

  private static void addAll(
      Map<String, byte[]> data, String prefix, Map<String, String> environment) {
    data.forEach(
        (key, value) -> environment.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
  }

  private Optional<String> valueOf(
      EnvVar variable, Container container, Map<String, String> environment)
      throws ContainerStartException {
    EnvVarSource from = variable.getValueFrom();
    if (from == null) {
      String value = Optional.ofNullable(variable.getValue()).orElse("");
      return Optional.of(VariableExpansion.expand(value, environment));
    }
    if (from.getFieldRef() != null) {
      return Optional.of(fields.field(from.getFieldRef().getFieldPath()));
    }
    if (from.getResourceFieldRef() != null) {
      return Optional.of(DownwardFields.resource(from.getResourceFieldRef(), container));
    }
    if (from.getConfigMapKeyRef() != null) {
      var ref = from.getConfigMapKeyRef();
      boolean optional = isTrue(ref.getOptional());
      return keyOf(
          required(objects.configMap(ref.getName()), optional, "configmap", ref.getName()),
          ref.getKey(),
          optional,
          "ConfigMap",
          ref.getName());
    }
    if (from.getSecretKeyRef() != null) {
      var ref = from.getSecretKeyRef();
      boolean optional = isTrue(ref.getOptional());
      return keyOf(
          required(objects.secret(ref.getName()), optional, "secret", ref.getName()),
          ref.getKey(),
          optional,
          "Secret",
          ref.getName());
    }
    throw ContainerStartException.config(
        "environment variable " + variable.getName() + " has a source that is not supported here");
  }

  private static Map<String, byte[]> required(
      Optional<Map<String, byte[]>> data, boolean optional, String kind, String name)
      throws ContainerStartException {
    if (data.isEmpty() && !optional) {
      throw ContainerStartException.config(kind + " \"" + name + "\" not found");
    }
    return data.orElse(Map.of());
  }

  private Optional<String> keyOf(
      Map<String, byte[]> data, String key, boolean optional, String kind, String name)
      throws ContainerStartException {
    byte[] value = data.get(key);
    if (value == null && !optional) {
      throw ContainerStartException.config(
          "couldn't find key " + key + " in " + kind + " " + objects.namespace() + "/" + name);
    }
    return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
