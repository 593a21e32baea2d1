// SPDX-License-Identifier: Apache-2.0
package com.acme.probe;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes into a pod what it sees in the configuration, and returns all that a step can return. */
public final class ProbeStepFactory implements FeatureStepFactory {
  private static final ConfigEntry<String> WORD =
      ConfigEntry.key("spark.acme.probe.word")
          .doc("Written into pods.")
          .stringType()
          .withDefault("none");

  private static final ConfigEntry<Boolean> EXECUTOR_OBJECTS =
      ConfigEntry.key("spark.acme.probe.executorObjects")
          .doc("Whether to return an object for executors.")
          .booleanType()
          .withDefault(false);

  @Override
  public String id() {
    return "acme.probe";
  }

  @Override
  public String description() {
    return "Writes what it sees.";
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(WORD, EXECUTOR_OBJECTS);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new ProbeStep(conf));
  }

  private record ProbeStep(KubernetesConf conf) implements KubernetesFeatureConfigStep {
    private boolean isDriver() {
      return conf instanceof KubernetesDriverConf;
    }

    @Override
    public SparkPod configurePod(SparkPod pod) {
      Map<String, String> seen = new TreeMap<>();
      seen.put("PROBE_POD", conf.podName());
      seen.put("PROBE_WORD", conf.get(WORD));
      seen.put("PROBE_SPARK_CONTAINER", pod.container().getName());
      if (conf instanceof KubernetesDriverConf driver) {
        seen.put("PROBE_MAIN", driver.mainClass());
        seen.put("PROBE_SERVICE", driver.driverServiceName());
      }
      if (conf instanceof KubernetesExecutorConf executor) {
        seen.put("PROBE_EXECUTOR", executor.executorId());
        seen.put("PROBE_CORES", Integer.toString(executor.resources().cores()));
        seen.put("PROBE_HEAP", Long.toString(executor.resources().heapMiB()));
        seen.put("PROBE_MEMORY", Long.toString(executor.resources().totalMemoryMiB()));
        seen.put("PROBE_DRIVER", executor.driverUrl());
      }
      return pod.editMetadata(
              metadata -> metadata.addToLabels("acme-probe", isDriver() ? "driver" : "executor"))
          .editContainer(
              container -> {
                seen.forEach(
                    (name, value) ->
                        container.addNewEnv().withName(name).withValue(value).endEnv());
                return container;
              });
    }

    @Override
    public Map<String, String> getAdditionalPodSystemProperties() {
      return isDriver() ? Map.of("spark.acme.probe.driver", "yes") : Map.of();
    }

    @Override
    public List<HasMetadata> getAdditionalPreKubernetesResources() {
      return isDriver() ? List.of(map("-before")) : List.of();
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return isDriver() || conf.get(EXECUTOR_OBJECTS) ? List.of(map("-after")) : List.of();
    }

    private HasMetadata map(String suffix) {
      return new ConfigMapBuilder()
          .withNewMetadata()
          .withName(conf.podName() + suffix)
          .endMetadata()
          .addToData("word", conf.get(WORD))
          .build();
    }
  }
}
