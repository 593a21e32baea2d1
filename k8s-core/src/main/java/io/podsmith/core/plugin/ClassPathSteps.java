package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the steps on the class path, the built-in ones among them. */
final class ClassPathSteps {
  private ClassPathSteps() {}

  static List<StepDeclaration> find(ClassLoader loader) {
    List<FeatureStepFactory> factories = StepCalls.within(loader, () -> providers(loader));
    return factories.stream()
        .map(f -> StepDeclaration.of(f, StepSource.ofClassPath(f.getClass(), loader)))
        .toList();
  }

  private static List<FeatureStepFactory> providers(ClassLoader loader) {
    List<FeatureStepFactory> found = new ArrayList<>();
    try {
      Iterator<FeatureStepFactory> providers =
          ServiceLoader.load(FeatureStepFactory.class, loader).iterator();
      while (providers.hasNext()) {
        found.add(providers.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          StepSource.CLASS_PATH,
          StepSource.CLASS_PATH,
          "a step on the class path cannot be loaded: "
              + e.getMessage()
              + cause
              + "; mend or remove its jar, or load it through spark.podsmith.steps.jars",
          e);
    }
    return found;
  }

  /**
   * Returns the loader that sees what the user added to Spark's class path: the context class
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
