// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.ClassPathOf;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Builds drivers and executors with the factories of a test on the class path. */
public final class Specs {
  static final String APP_ID = "spark-0123456789abcdef";
  private static final SparkRuntime RUNTIME = SparkRuntime.standalone("4.1.1");

  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private SparkRuntime runtime = RUNTIME;
  private ClassLoader classPath = ClassPathOf.factories();

  public Specs() {
    set("spark.kubernetes.container.image", "spark:4.1.1");
    set("spark.app.name", "pi");
    set("spark.kubernetes.namespace", "team");
  }

  Specs set(String key, Object value) {
    settings.put(key, value.toString());
    return this;
  }

  Specs env(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  Specs runtime(SparkRuntime other) {
    runtime = other;
    return this;
  }

  @SafeVarargs
  public final Specs factories(Class<? extends FeatureStepFactory>... factories) {
    classPath = ClassPathOf.factories(factories);
    return this;
  }

  SparkSettings settings() {
    return SparkSettings.of(settings, environment);
  }

  /**
   * Loads the registry as the engine does: what is on the class path is seen through the thread.
   */
  StepRegistry registry() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classPath);
    try {
      return StepRegistry.load(settings(), new LocalFiles());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  DriverConf driverConf() {
    return DriverConf.create(
        settings(),
        runtime,
        new Application(
            APP_ID,
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "org.example.Main",
            List.of(),
            Optional.empty()));
  }

  public DriverSpec driver() {
    try (StepRegistry registry = registry()) {
      return new DriverSpecBuilder(registry).build(driverConf());
    }
  }

  ExecutorConf executorConf(ExecutorContext context, int id) {
    return ExecutorConf.create(
        context,
        Integer.toString(id),
        0,
        ExecutorResources.builder().cores(1).heapMiB(1024).totalMemoryMiB(1408).build());
  }

  ExecutorContext context() {
    return new ExecutorContext(
        settings(),
        runtime,
        APP_ID,
        Optional.empty(),
        "spark://CoarseGrainedScheduler@driver:7078",
        List.of(),
        List.of(),
        Map.of(),
        "spark-exec-conf-map",
        List.of());
  }

  public ExecutorSpec executor() {
    try (StepRegistry registry = registry()) {
      return new ExecutorSpecBuilder(registry).build(executorConf(context(), 1));
    }
  }

  /** A factory of one step; tests subclass it, as the registry makes factories by their class. */
  public abstract static class Factory implements FeatureStepFactory {
    private final String id;
    private final Supplier<KubernetesFeatureConfigStep> step;

    public Factory(String id, Supplier<KubernetesFeatureConfigStep> step) {
      this.id = id;
      this.step = step;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.ofNullable(step.get());
    }
  }
}
