// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plugin.calls.StepCalls;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes steps of a class that a user listed by its name, each with the constructor of no arguments.
 */
final class ListedClassFactory implements FeatureStepFactory {
  private final Class<?> type;
  private final Creation creation;
  private final PodRole role;
  private final Set<String> after;
  private final List<ConfigEntry<?>> configEntries;

  /** Makes one step. */
  @FunctionalInterface
  private interface Creation {
    KubernetesFeatureConfigStep of(KubernetesConf conf) throws ReflectiveOperationException;
  }

  private ListedClassFactory(
      Class<?> type,
      Creation creation,
      PodRole role,
      Set<String> after,
      List<ConfigEntry<?>> configEntries) {
    this.type = type;
    this.creation = creation;
    this.role = role;
    this.after = Set.copyOf(after);
    this.configEntries = List.copyOf(configEntries);
  }

  /** Makes steps of a class that implements Podsmith's contract. */
  static ListedClassFactory of(
      Class<? extends KubernetesFeatureConfigStep> type, PodRole role, Set<String> after)
      throws NoSuchMethodException {
    Constructor<? extends KubernetesFeatureConfigStep> constructor = type.getConstructor();
    return new ListedClassFactory(type, conf -> constructor.newInstance(), role, after, List.of());
  }

  /** Makes steps of a class that implements the contract of an adapter. */
  static ListedClassFactory adapted(
      Class<?> type, StepClassAdapter adapter, PodRole role, Set<String> after) {
    return new ListedClassFactory(
        type, conf -> adapter.create(type, conf), role, after, entries(adapter.settings(type)));
  }

  /** Defines the settings of a class that others do not define. */
  private static List<ConfigEntry<?>> entries(Set<String> keys) {
    Set<String> defined =
        Stream.of(KubernetesKeys.all(), PodsmithKeys.all(), SparkKeys.all())
            .flatMap(List::stream)
            .flatMap(entry -> Stream.concat(Stream.of(entry.key()), entry.alternatives().stream()))
            .collect(Collectors.toSet());
    return keys.stream()
        .filter(key -> !defined.contains(key))
        .sorted()
        .<ConfigEntry<?>>map(
            key -> ConfigEntry.key(key).doc("Read by the class.").stringType().optional())
        .toList();
  }

  /** Turns a class name into an id: {@code com.acme.LogShipper} is {@code com.acme.logshipper}. */
  static String idOf(String className) {
    String id =
        Arrays.stream(className.toLowerCase(Locale.ROOT).split("\\."))
            .map(part -> part.replaceAll("[^a-z0-9-]", "-"))
            .map(part -> part.matches("[a-z].*") ? part : "x" + part)
            .collect(Collectors.joining("."));
    return id.indexOf('.') < 0 || StepInfo.reservedOwner(id).isPresent() ? "class." + id : id;
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
  public List<ConfigEntry<?>> configEntries() {
    return configEntries;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    try {
      return Optional.of(creation.of(conf));
    } catch (InvocationTargetException e) {
      throw StepCalls.<RuntimeException>unchecked(Objects.requireNonNullElse(e.getCause(), e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of " + type.getName() + " failed: " + e, e);
    }
  }
}
