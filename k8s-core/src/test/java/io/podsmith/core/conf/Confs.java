// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes confs for tests. */
public final class Confs {
  public static final String APP_ID = "spark-0123456789abcdef";
  public static final SparkRuntime RUNTIME = SparkRuntime.standalone("4.1.1");

  private Confs() {}

  /** Makes settings of keys and values that take turns. */
  public static SparkSettings settings(String... keysAndValues) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return SparkSettings.of(all, Map.of("HOME", "/home/me"));
  }

  public static DriverConf driver(String... keysAndValues) {
    return DriverConf.create(settings(keysAndValues), RUNTIME, application());
  }

  public static Application application() {
    return new Application(
        APP_ID,
        MainAppResource.builder().language(AppLanguage.JAVA).file("local:///app.jar").build(),
        "org.example.Main",
        List.of("10"),
        Optional.of("alice"));
  }

  public static ExecutorContext context(String... keysAndValues) {
    return context(settings(keysAndValues), List.of());
  }

  public static ExecutorContext context(SparkSettings settings, List<String> userJavaOptions) {
    return context(settings, Optional.empty(), userJavaOptions);
  }

  private static ExecutorContext context(
      SparkSettings settings, Optional<Pod> driverPod, List<String> userJavaOptions) {
    return new ExecutorContext(
        settings,
        RUNTIME,
        APP_ID,
        driverPod,
        "spark://CoarseGrainedScheduler@driver:7078",
        userJavaOptions,
        List.of("-Dspark.driver.port=7078"),
        Map.of("_SPARK_AUTH_SECRET", "s3cret"),
        "spark-exec-conf-map",
        List.of("log4j2.properties"));
  }

  public static ExecutorContext context(SparkSettings settings, Optional<Pod> driverPod) {
    return context(settings, driverPod, List.of());
  }

  public static ExecutorConf executor(String id, String... keysAndValues) {
    return ExecutorConf.create(context(keysAndValues), id, 0, resources());
  }

  public static ExecutorResources resources() {
    return ExecutorResources.builder().cores(1).heapMiB(1024).totalMemoryMiB(1408).build();
  }
}
