// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.plugin.calls.StepCalls;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes steps of a class that a user listed by its name, each with the constructor of no arguments.
 */
final class ListedClassFactory implements FeatureStepFactory {
  private final Class<?> type;
  private final Creation creation;
  private final PodRole role;
  private final Set<String> after;

  /** Makes one step. */
  @FunctionalInterface
  private interface Creation {
    KubernetesFeatureConfigStep of(KubernetesConf conf) throws ReflectiveOperationException;
  }

  private ListedClassFactory(Class<?> type, Creation creation, PodRole role, Set<String> after) {
    this.type = type;
    this.creation = creation;
    this.role = role;
    this.after = Set.copyOf(after);
  }

  /** Makes steps of a class that implements Podsmith's contract. */
  static ListedClassFactory of(
      Class<? extends KubernetesFeatureConfigStep> type, PodRole role, Set<String> after)
      throws NoSuchMethodException {
    Constructor<? extends KubernetesFeatureConfigStep> constructor = type.getConstructor();
    return new ListedClassFactory(type, conf -> constructor.newInstance(), role, after);
  }

  /** Makes steps of a class that implements the contract of an adapter. */
  static ListedClassFactory adapted(
      Class<?> type, StepClassAdapter adapter, PodRole role, Set<String> after) {
    return new ListedClassFactory(type, conf -> adapter.create(type, conf), role, after);
  }

  /** Turns a class name into an id: {@code com.acme.LogShipper} is {@code com.acme.logshipper}. */
  static String idOf(String className) {
    String id =
        Arrays.stream(className.toLowerCase(Locale.ROOT).split("\\."))
            .map(part -> part.replaceAll("[^a-z0-9-]", "-"))
            .map(part -> part.matches("[a-z].*") ? part : "x" + part)
            .collect(Collectors.joining("."));
    return id.indexOf('.') < 0 || id.startsWith("spark.") ? "class." + id : id;
  }

  /** Returns the class of the step. */
  Class<?> type() {
    return type;
  }

  @Override
  public String id() {
    return idOf(type.getName());
  }

  @Override
  public String description() {
    return "Class " + type.getName() + ", listed in the settings.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(role);
  }

  @Override
  public Set<String> after() {
    return after;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    try {
      return Optional.of(creation.of(conf));
    } catch (InvocationTargetException e) {
      throw StepCalls.<RuntimeException>unchecked(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of " + type.getName() + " failed: " + e, e);
    }
  }
}
