// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.podsmith.bridge.border.PodOutput;
import io.podsmith.bridge.border.PodSteps;
import io.podsmith.bridge.loading.EngineLoader;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine, once per JVM, and calls it with the right context class loader.
 *
 * <p>What the engine throws arrives as an {@link IllegalArgumentException} with the same message:
 * Spark ends a driver whose executors cannot be built for this reason, and only logs other
 * exceptions.
 */
final class EngineAccess {
  private static final String ENGINE = "io.podsmith.bridge.engine.Engine";

  /** Only there if Podsmith is the resource manager. */
  private static final String SCHEDULER = "io/podsmith/scheduler/ClusterManager.class";

  private static @Nullable PodSteps engine;

  private EngineAccess() {}

  /**
   * Calls the engine.
   *
   * @throws IllegalArgumentException if a setting, a step or a plugin is invalid
   */
  static PodOutput call(Function<PodSteps, PodOutput> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    PodSteps steps = engine();
    thread.setContextClassLoader(steps.getClass().getClassLoader());
    try {
      return call.apply(steps);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static synchronized PodSteps engine() {
    PodSteps known = engine;
    if (known == null) {
      known = load();
      engine = known;
    }
    return known;
  }

  private static PodSteps load() {
    ClassLoader own = EngineAccess.class.getClassLoader();
    if (own.getResource(SCHEDULER) != null) {
      throw new IllegalArgumentException(
          "%s is listed as a feature step, but Podsmith is the resource manager and runs all steps itself; remove the class from spark.kubernetes.driver.pod.featureSteps and spark.kubernetes.executor.pod.featureSteps"
              .formatted(PodsmithSteps.class.getName()));
    }
    try {
      return (PodSteps)
          Class.forName(ENGINE, true, EngineLoader.open(PodsmithSteps.class))
              .getConstructor()
              .newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be loaded from its jar (%s); put the jar podsmith-bridge on Spark's classpath as it was built"
              .formatted(PodsmithSteps.class.getName(), e),
          e);
    }
  }
}
