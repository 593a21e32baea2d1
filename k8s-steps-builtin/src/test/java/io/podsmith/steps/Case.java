// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a test gives to a step, in keys and values: settings of Spark ({@code spark.}), variables of
 * the environment ({@code env.}), and what else a pod depends on ({@code app.}, {@code executor.}).
 * Names that are random in real life are fixed.
 */
final class Case {
  static final String APP_ID = "spark-0123456789abcdef";

  private final PodRole role;
  private final SortedMap<String, String> values = new TreeMap<>();

  private Case(PodRole role) {
    this.role = role;
    values.put("spark.app.name", "demo");
    values.put("spark.kubernetes.container.image", "spark:4.1.1");
    values.put("spark.kubernetes.driver.resourceNamePrefix", "demo-0");
    values.put("spark.kubernetes.executor.podNamePrefix", "demo-0");
  }

  static Case driver(String... keysAndValues) {
    return new Case(PodRole.DRIVER).with(keysAndValues);
  }

  static Case executor(String... keysAndValues) {
    return new Case(PodRole.EXECUTOR).with(keysAndValues);
  }

  static Case of(PodRole role, Properties properties) {
    Case made = new Case(role);
    properties.stringPropertyNames().forEach(key -> made.with(key, properties.getProperty(key)));
    return made;
  }

  /** Adds keys and values that take turns; an empty key is left out. */
  Case with(String... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return this;
  }

  Case without(String key) {
    values.remove(key);
    return this;
  }

  KubernetesConf conf() {
    SparkSettings settings = SparkSettings.of(below("spark.", true), below("env.", false));
    return role == PodRole.DRIVER ? driverConf(settings) : executorConf(settings);
  }

  private KubernetesConf driverConf(SparkSettings settings) {
    MainAppResource.Builder main = MainAppResource.builder();
    main.language(AppLanguage.valueOf(values.getOrDefault("app.language", "JAVA")));
    Optional.ofNullable(values.get("app.file")).ifPresent(main::file);
    return DriverConf.create(
        settings,
        new FakeRuntime(Optional.ofNullable(values.get("app.tokens"))),
        new Application(
            APP_ID,
            main.build(),
            values.getOrDefault("app.class", "org.example.Main"),
            list("app.args", " "),
            Optional.ofNullable(values.get("app.proxyUser"))));
  }

  private KubernetesConf executorConf(SparkSettings settings) {
    ExecutorContext context =
        new ExecutorContext(
            settings,
            new FakeRuntime(Optional.empty()),
            APP_ID,
            Optional.ofNullable(values.get("executor.driverPod")).map(Case::driverPod),
            "spark://CoarseGrainedScheduler@demo-driver-svc.default.svc:7078",
            list("executor.userJavaOptions", " "),
            list("executor.startupJavaOptions", " "),
            below("executor.secretEnv.", false),
            "spark-exec-0-conf-map",
            list("executor.confFiles", ","));
    ExecutorResources.Builder resources =
        ExecutorResources.builder()
            .cores(Integer.parseInt(values.getOrDefault("executor.cores", "1")))
            .heapMiB(1024)
            .totalMemoryMiB(1408);
    Optional.ofNullable(values.get("executor.gpus"))
        .ifPresent(
            amount ->
                resources.addExtendedResources(
                    ExtendedResource.builder()
                        .name("gpu")
                        .amount(Long.parseLong(amount))
                        .vendor(Optional.ofNullable(values.get("executor.gpuVendor")))
                        .build()));
    return ExecutorConf.create(
        context,
        values.getOrDefault("executor.id", "7"),
        Integer.parseInt(values.getOrDefault("executor.profile", "0")),
        resources.build());
  }

  private static Pod driverPod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("00000000-1111-2222-3333-444444444444")
        .endMetadata()
        .build();
  }

  private Map<String, String> below(String prefix, boolean keepPrefix) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(keepPrefix ? key : key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  private List<String> list(String key, String separator) {
    String text = values.getOrDefault(key, "");
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator));
  }
}
