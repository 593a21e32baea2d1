// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.bridge.border.DriverInput;
import io.podsmith.bridge.border.ExecutorInput;
import io.podsmith.bridge.border.PodOutput;
import io.podsmith.bridge.border.PodSteps;
import io.podsmith.core.builder.StockPodSteps;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.calls.StepTimeLimit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps for Spark's side. Steps of executors are loaded once per application and stay loaded,
 * because Spark does not say when it has built its last executor.
 */
public final class Engine implements PodSteps {
  /** The class that users list. */
  static final String BRIDGE = "io.podsmith.bridge.PodsmithSteps";

  private static final String SERVICE_PREFIX = "spark-";
  private static final String SERVICE_SUFFIX = "-driver-svc";

  private @Nullable LoadedSteps ofExecutors;

  /** The steps of an application whose executors are built here. */
  private record LoadedSteps(
      Map<String, String> given, StepRegistry registry, StockPodSteps steps) {}

  /** Called by Spark's side through reflection. */
  public Engine() {}

  @Override
  public PodOutput configureDriver(DriverInput input) {
    SparkSettings settings =
        BridgeSettings.of(input.spark(), PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX);
    SparkRuntime runtime =
        withService(BridgeRuntime.of(input.spark()), input.serviceName().orElse(""));
    DriverConf conf = DriverConf.create(settings, runtime, application(input));
    SparkPod pod = Pods.read(input.pod());
    return StepTimeLimit.during(
        StepTimeLimit.of(settings),
        () -> {
          try (StepRegistry registry = StepRegistry.load(settings, runtime.files(settings))) {
            return Pods.write(
                new StockPodSteps(registry).driver(conf, pod, isListedForExecutors(input)));
          }
        });
  }

  /** Draws the id first that Spark drew for the Service, where the usual name is too long. */
  private static SparkRuntime withService(SparkRuntime runtime, String serviceName) {
    if (!serviceName.startsWith(SERVICE_PREFIX) || !serviceName.endsWith(SERVICE_SUFFIX)) {
      return runtime;
    }
    int end = serviceName.length() - SERVICE_SUFFIX.length();
    if (end <= SERVICE_PREFIX.length()) {
      return runtime;
    }
    UniqueIds others = runtime.ids();
    AtomicReference<@Nullable String> first =
        new AtomicReference<>(serviceName.substring(SERVICE_PREFIX.length(), end));
    return runtime.withIds(
        () -> {
          String id = first.getAndSet(null);
          return id == null ? others.next() : id;
        });
  }

  private static Application application(DriverInput input) {
    AppLanguage language =
        Arrays.stream(AppLanguage.values())
            .filter(each -> each.resourceType().equals(input.language()))
            .findFirst()
            .orElse(AppLanguage.JAVA);
    return new Application(
        input.spark().appId(),
        MainAppResource.builder().language(language).file(input.file()).build(),
        input.mainClass(),
        input.args(),
        input.proxyUser());
  }

  private static boolean isListedForExecutors(DriverInput input) {
    return SparkSettings.of(input.spark().settings(), Map.of())
        .get(PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS)
        .contains(BRIDGE);
  }

  @Override
  public PodOutput configureExecutor(ExecutorInput input) {
    SparkSettings settings =
        BridgeSettings.of(input.spark(), PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX);
    BridgeRuntime runtime = BridgeRuntime.of(input.spark());
    SparkPod pod = Pods.read(input.pod());
    ExecutorConf conf = new ExecutorParts(pod).conf(input, settings, runtime);
    return StepTimeLimit.during(
        StepTimeLimit.of(settings),
        () -> Pods.write(steps(input.spark().settings(), settings, runtime).executor(conf, pod)));
  }

  private synchronized StockPodSteps steps(
      Map<String, String> given, SparkSettings settings, BridgeRuntime runtime) {
    LoadedSteps loaded = ofExecutors;
    if (loaded != null && loaded.given().equals(given)) {
      return loaded.steps();
    }
    StepRegistry registry = StepRegistry.load(settings, runtime.files(settings));
    StockPodSteps steps = new StockPodSteps(registry);
    ofExecutors = new LoadedSteps(given, registry, steps);
    Optional.ofNullable(loaded).ifPresent(old -> old.registry().close());
    return steps;
  }
}
