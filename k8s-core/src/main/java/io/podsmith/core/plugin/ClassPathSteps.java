// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.plugin.calls.LinkageProblem;
import io.podsmith.core.plugin.calls.StepCall;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.calls.StepSource;
import io.podsmith.core.plugin.jars.PluginManifest;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the steps on the classpath, the built-in ones among them. */
final class ClassPathSteps {
  private static final Logger LOG = LoggerFactory.getLogger(ClassPathSteps.class);
  private static final String PROVIDERS = "META-INF/services/" + FeatureStepFactory.class.getName();

  private ClassPathSteps() {}

  static List<StepDeclaration> find(ClassLoader loader) {
    requireContracts(loader);
    List<FeatureStepFactory> factories = StepCalls.within(loader, () -> providers(loader));
    return factories.stream()
        .map(f -> StepDeclaration.of(f, StepSource.ofClassPath(f.getClass(), loader)))
        .toList();
  }

  /** Rejects jars that need a newer contract, before one of their classes fails to link. */
  private static void requireContracts(ClassLoader loader) {
    try {
      for (URL file : Collections.list(loader.getResources(PROVIDERS))) {
        if (file.openConnection() instanceof JarURLConnection jar) {
          jar.setUseCaches(false);
          try (JarFile opened = jar.getJarFile()) {
            PluginManifest.of(opened.getManifest())
                .requireContract(StepSource.CLASS_PATH, opened.getName());
          }
        }
      }
    } catch (IOException e) {
      // ServiceLoader reports jars that cannot be read
      LOG.debug("Cannot read the manifests of step jars on the classpath: {}", e.toString());
    }
  }

  private static List<FeatureStepFactory> providers(ClassLoader loader) {
    List<FeatureStepFactory> found = new ArrayList<>();
    try {
      Iterator<ServiceLoader.Provider<FeatureStepFactory>> providers =
          ServiceLoader.load(FeatureStepFactory.class, loader).stream().iterator();
      while (providers.hasNext()) {
        found.add(factory(providers.next(), loader));
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      StepCalls.rethrowIfFatal(cause);
      String what;
      if (cause instanceof LinkageError error) {
        what = LinkageProblem.describe(error, StepSource.CLASS_PATH);
      } else {
        what = cause == e ? "cannot be loaded" : "threw %s".formatted(cause);
      }
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          StepSource.CLASS_PATH,
          StepSource.CLASS_PATH,
          ("a step on the classpath cannot be loaded: %s: it %s; fix or remove its jar, or load it"
                  + " through spark.podsmith.steps.jars")
              .formatted(e.getMessage(), what),
          e);
    }
    return found;
  }

  private static FeatureStepFactory factory(
      ServiceLoader.Provider<FeatureStepFactory> provider, ClassLoader loader) {
    Class<?> type = provider.type();
    StepSource source = StepSource.ofClassPath(type, loader);
    return StepCalls.watched(
        StepCall.ofFactory(type.getName(), source, "its constructor"), loader, provider::get);
  }

  /**
   * Returns the loader that sees what the user added to Spark's classpath: the context class
   * loader, unless it has another copy of the contract.
   */
  static ClassLoader loader() {
    ClassLoader own = ClassPathSteps.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context == null) {
      return own;
    }
    try {
      String name = FeatureStepFactory.class.getName();
      return context.loadClass(name) == FeatureStepFactory.class ? context : own;
    } catch (ClassNotFoundException e) {
      return own;
    }
  }
}
