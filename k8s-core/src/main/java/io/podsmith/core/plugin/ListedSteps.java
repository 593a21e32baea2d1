// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.plugin.calls.LinkageProblem;
import io.podsmith.core.plugin.calls.StepCall;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.calls.StepSource;
import io.podsmith.core.plugin.calls.UpstreamContracts;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the elements of {@code spark.kubernetes.<role>.pod.featureSteps} into steps. */
final class ListedSteps {
  private final String key;
  private final PodRole role;
  private final List<StepDeclaration> known;
  private final ClassLoader classPath;
  private final List<LoadedPlugin> plugins;

  ListedSteps(
      String key,
      PodRole role,
      List<StepDeclaration> known,
      ClassLoader classPath,
      List<LoadedPlugin> plugins) {
    this.key = key;
    this.role = role;
    this.known = known;
    this.classPath = classPath;
    this.plugins = plugins;
  }

  /** Returns the steps that the list adds to those that were found anyway. */
  List<StepDeclaration> resolve(List<String> names) {
    List<StepDeclaration> added = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> previous = Set.of();
    for (String name : names) {
      if (!seen.add(name) || isKnown(name)) {
        continue;
      }
      StepDeclaration step = fromClass(name, previous);
      if (step.factory() instanceof ListedClassFactory) {
        previous = Set.of(step.id());
      }
      added.add(step);
    }
    return added;
  }

  private boolean isKnown(String name) {
    List<StepDeclaration> called = known.stream().filter(s -> s.isCalled(name)).toList();
    if (!called.isEmpty() && called.stream().noneMatch(s -> s.roles().contains(role))) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_INVALID,
          key,
          key
              + " names '"
              + name
              + "', which does not run for "
              + role.label()
              + " pods; remove it from the list");
    }
    return !called.isEmpty();
  }

  private StepDeclaration fromClass(String name, Set<String> previous) {
    Found found =
        find(name)
            .orElseThrow(
                () ->
                    new InvalidConfigurationException(
                        PodsmithError.STEP_UNKNOWN,
                        key,
                        key
                            + " names '"
                            + name
                            + "', which is neither the id of a step nor a class on the classpath or"
                            + " in a plugin; "
                            + Suggestions.among(known.stream().map(StepDeclaration::id).toList())
                                .forName(name)));
    try {
      if (FeatureStepFactory.class.isAssignableFrom(found.type())) {
        FeatureStepFactory factory =
            make(name, found, found.type().asSubclass(FeatureStepFactory.class));
        return StepDeclaration.of(factory, found.source());
      }
      if (KubernetesFeatureConfigStep.class.isAssignableFrom(found.type())) {
        Class<? extends KubernetesFeatureConfigStep> type =
            found.type().asSubclass(KubernetesFeatureConfigStep.class);
        requireInstantiable(name, type);
        return StepDeclaration.of(ListedClassFactory.of(type, role, previous), found.source());
      }
      StepClassAdapter adapter = adapterOf(found.type());
      if (adapter != null) {
        return adapted(name, found, adapter, previous);
      }
    } catch (NoSuchMethodException e) {
      throw refused(name, "has no public no-argument constructor; add one", e);
    }
    throw UpstreamContracts.isImplementedBy(found.type())
        ? writtenForUpstream(name, null)
        : refused(name, "implements neither; " + whatToImplement(), null);
  }

  private static @Nullable StepClassAdapter adapterOf(Class<?> type) {
    return ServiceLoader.load(StepClassAdapter.class, ListedSteps.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(adapter -> adapter.accepts(type))
        .findFirst()
        .orElse(null);
  }

  private StepDeclaration adapted(
      String name, Found found, StepClassAdapter adapter, Set<String> previous)
      throws NoSuchMethodException {
    Class<?> type = found.type();
    adapter
        .problem(type, role)
        .ifPresent(
            problem -> {
              throw new InvalidConfigurationException(
                  PodsmithError.STEP_INVALID,
                  key,
                  "%s names '%s' from %s, which %s"
                      .formatted(key, name, found.source().wholeOrigin(), problem));
            });
    requireInstantiable(name, type);
    var unused = type.getConstructor();
    return StepDeclaration.of(
        ListedClassFactory.adapted(type, adapter, role, previous), found.source());
  }

  private <T> T make(String name, Found found, Class<? extends T> type)
      throws NoSuchMethodException {
    requireInstantiable(name, type);
    var constructor = type.getConstructor();
    try {
      return StepCalls.watched(
          StepCall.ofFactory(name, found.source(), "its constructor"),
          found.source().loader(),
          () -> {
            try {
              return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
              Throwable cause = e.getCause() == null ? e : e.getCause();
              StepCalls.rethrowIfFatal(cause);
              String what =
                  cause instanceof LinkageError error
                      ? LinkageProblem.describe(error, found.source().owner())
                      : "threw %s in its constructor; it must not".formatted(cause);
              throw refused(name, what, cause);
            }
          });
    } catch (LinkageError e) {
      throw refused(name, LinkageProblem.describe(e, found.source().owner()), e);
    }
  }

  private void requireInstantiable(String name, Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      throw refused(name, "must be a public class that is not abstract", null);
    }
  }

  /** A class and where it was found. */
  private record Found(Class<?> type, StepSource source) {}

  private Optional<Found> find(String name) {
    List<Found> found = new ArrayList<>();
    try {
      Class<?> type = onClassPath(name);
      if (type != null) {
        found.add(new Found(type, StepSource.ofClassPath(type, classPath)));
      }
      for (LoadedPlugin plugin : plugins) {
        Class<?> own = plugin.ownClass(name);
        if (own != null) {
          found.add(new Found(own, StepSource.ofPlugin(plugin.plugin(), own, plugin.loader())));
        }
      }
    } catch (LinkageError e) {
      throw UpstreamContracts.areMissing(e)
          ? writtenForUpstream(name, e)
          : refused(name, LinkageProblem.describe(e, StepSource.CLASS_PATH), e);
    }
    if (found.size() > 1) {
      throw new InvalidConfigurationException(
          PodsmithError.STEP_DUPLICATE,
          key,
          key
              + " names the class "
              + name
              + ", which exists twice: "
              + found.get(0).source().wholeOrigin()
              + " and "
              + found.get(1).source().wholeOrigin()
              + "; remove one");
    }
    return found.stream().findFirst();
  }

  private @Nullable Class<?> onClassPath(String name) {
    try {
      return Class.forName(name, false, classPath);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private InvalidConfigurationException writtenForUpstream(String name, @Nullable Throwable cause) {
    return refused(
        name,
        "implements the contract of Spark's Kubernetes jar; such classes run only from the"
            + " classpath of Spark, beside Podsmith's k8s-scheduler: move its jar there, or "
            + whatToImplement(),
        cause);
  }

  private static String whatToImplement() {
    return "implement "
        + KubernetesFeatureConfigStep.class.getName()
        + " or, for a step that requires the configuration, "
        + FeatureStepFactory.class.getName();
  }

  private InvalidConfigurationException refused(
      String name, String what, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.STEP_INVALID,
        key,
        "%s is '%s', which must be an %s or an %s but %s"
            .formatted(
                key,
                name,
                FeatureStepFactory.class.getName(),
                KubernetesFeatureConfigStep.class.getName(),
                what),
        cause);
  }
}
