// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.bridge.border.ExecutorInput;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.conf.views.ExecutorAmounts;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from an executor's pod, which Spark's built-in steps have built, what Spark does not pass
 * to steps: resources, options and the address of the driver.
 */
final class ExecutorParts {
  /** As Spark writes it into the environment of executors. */
  private static final String AUTH_SECRET = "_SPARK_AUTH_SECRET";

  private static final Pattern MIB = Pattern.compile("(\\d{1,12})m");
  private static final Set<String> NOT_EXTENDED = Set.of("cpu", "memory", "ephemeral-storage");

  private final SparkPod pod;
  private final Map<String, String> variables = new TreeMap<>();

  ExecutorParts(SparkPod pod) {
    this.pod = pod;
    for (EnvVar variable : pod.container().getEnv()) {
      if (variable.getValue() != null) {
        variables.put(variable.getName(), variable.getValue());
      }
    }
  }

  /** Makes the view of the executor that steps see. */
  ExecutorConf conf(ExecutorInput input, SparkSettings settings, BridgeRuntime runtime) {
    Optional<ConfigMapVolumeSource> files = confFiles();
    ExecutorContext context =
        new ExecutorContext(
            settings,
            runtime,
            input.spark().appId(),
            input.driverPod().map(Pods::read),
            variables.getOrDefault(Constants.ENV_DRIVER_URL, ""),
            javaOptions(),
            List.of(),
            variables.containsKey(AUTH_SECRET)
                ? Map.of(AUTH_SECRET, Objects.requireNonNull(variables.get(AUTH_SECRET)))
                : Map.of(),
            files.map(ConfigMapVolumeSource::getName).orElse(""),
            files.stream()
                .flatMap(source -> source.getItems().stream())
                .map(KeyToPath::getPath)
                .sorted()
                .toList());
    return ExecutorConf.create(
        context, input.executorId(), input.resourceProfileId(), resources(settings));
  }

  private List<String> javaOptions() {
    TreeMap<Integer, String> options = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.matches(Constants.ENV_JAVA_OPT_PREFIX + "\\d{1,9}")) {
            String place = name.substring(Constants.ENV_JAVA_OPT_PREFIX.length());
            options.put(Integer.valueOf(place), value);
          }
        });
    return List.copyOf(options.values());
  }

  private Optional<ConfigMapVolumeSource> confFiles() {
    Pod whole = pod.pod();
    return whole.getSpec().getVolumes().stream()
        .filter(volume -> Constants.SPARK_CONF_VOLUME_EXEC.equals(volume.getName()))
        .map(Volume::getConfigMap)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Takes what is not in the pod, such as a removed variable, from the settings. */
  private ExecutorResources resources(SparkSettings settings) {
    ExecutorResources fallback = ExecutorAmounts.of(settings, ExampleExecutor.FIRST);
    Optional<ResourceRequirements> requirements =
        Optional.ofNullable(pod.container().getResources());
    return ExecutorResources.builder()
        .cores(
            variable(Constants.ENV_EXECUTOR_CORES, cores -> cores.matches("[1-9]\\d{0,8}"))
                .map(Integer::valueOf)
                .orElse(fallback.cores()))
        .heapMiB(heap().orElse(fallback.heapMiB()))
        .totalMemoryMiB(
            requirements
                .map(ResourceRequirements::getRequests)
                .map(requests -> requests.get("memory"))
                .map(ExecutorParts::mebibytes)
                .orElse(fallback.totalMemoryMiB()))
        .addAllExtendedResources(
            requirements
                .map(ResourceRequirements::getLimits)
                .map(ExecutorParts::extended)
                .orElse(List.of()))
        .build();
  }

  private Optional<String> variable(String name, Predicate<String> isValid) {
    return Optional.ofNullable(variables.get(name)).filter(isValid);
  }

  private Optional<Long> heap() {
    return Optional.ofNullable(variables.get(Constants.ENV_EXECUTOR_MEMORY))
        .map(MIB::matcher)
        .filter(Matcher::matches)
        .map(memory -> Long.valueOf(memory.group(1)));
  }

  private static long mebibytes(Quantity quantity) {
    return quantity
        .getNumericalAmount()
        .divideToIntegralValue(BigDecimal.valueOf(ByteUnit.MEBIBYTES.bytes()))
        .longValue();
  }

  private static List<ExtendedResource> extended(Map<String, Quantity> limits) {
    return new TreeMap<>(limits)
        .entrySet().stream()
            .filter(limit -> !NOT_EXTENDED.contains(limit.getKey()))
            .filter(limit -> !limit.getKey().startsWith("hugepages-"))
            .map(limit -> extended(limit.getKey(), limit.getValue()))
            .toList();
  }

  private static ExtendedResource extended(String name, Quantity amount) {
    int slash = name.indexOf('/');
    return ExtendedResource.builder()
        .name(name.substring(slash + 1))
        .amount(amount.getNumericalAmount().longValue())
        .vendor(slash < 0 ? Optional.empty() : Optional.of(name.substring(0, slash)))
        .build();
  }
}
