// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The view of an executor that records what one step reads. */
final class RecordedExecutorConf extends RecordedConf implements KubernetesExecutorConf {
  private final ExecutorConf conf;

  RecordedExecutorConf(ExecutorConf conf, StepReads reads) {
    super(conf, RoleKeys.EXECUTOR, reads);
    this.conf = conf;
  }

  @Override
  void readResourceNamePrefix() {
    readFirst(PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX, () -> read(SparkKeys.APP_NAME));
  }

  @Override
  void readPodName() {
    readResourceNamePrefix();
  }

  @Override
  public String executorId() {
    return conf.executorId();
  }

  @Override
  public Optional<Pod> driverPod() {
    return conf.driverPod();
  }

  @Override
  public int resourceProfileId() {
    return conf.resourceProfileId();
  }

  /** What a resource profile does not request comes from these settings. */
  @Override
  public ExecutorResources resources() {
    ProfileRequest request = conf.request();
    if (!request.has(ProfileRequest.CORES)) {
      read(ExecutorConf.CORES);
    }
    if (!request.has(ProfileRequest.MEMORY) || !request.has(ProfileRequest.MEMORY_OVERHEAD)) {
      read(ExecutorConf.MEMORY);
    }
    if (!request.has(ProfileRequest.MEMORY_OVERHEAD)) {
      readFirst(ExecutorAmounts.MEMORY_OVERHEAD, this::readOverhead);
    }
    readIfSet(ExecutorAmounts.OFF_HEAP_ENABLED);
    if (!request.has(ProfileRequest.OFF_HEAP)) {
      readIfSet(ExecutorAmounts.OFF_HEAP_SIZE);
    }
    if (!request.has(ProfileRequest.PYSPARK_MEMORY)) {
      readIfSet(ExecutorAmounts.PYSPARK_MEMORY);
    }
    if (conf.resourceProfileId() == 0) {
      readPrefix(SparkKeys.EXECUTOR_RESOURCE_PREFIX);
    }
    return conf.resources();
  }

  private void readOverhead() {
    readFirst(
        SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR, () -> read(PodKeys.MEMORY_OVERHEAD_FACTOR));
    read(SparkKeys.EXECUTOR_MIN_MEMORY_OVERHEAD);
  }

  private void readIfSet(ConfigEntry<?> entry) {
    if (conf.contains(entry)) {
      read(entry);
    }
  }

  @Override
  public String driverUrl() {
    return conf.driverUrl();
  }

  @Override
  public List<String> javaOptions() {
    return conf.javaOptions();
  }

  @Override
  public Map<String, String> sparkSecretVariables() {
    return conf.sparkSecretVariables();
  }

  @Override
  public Map<String, SecretKeyReference> variablesFromSecret() {
    read(PodsmithKeys.PROTECT_EXECUTOR_ENVIRONMENT);
    return conf.variablesFromSecret();
  }

  @Override
  public String sparkConfMapName() {
    return conf.sparkConfMapName();
  }

  @Override
  public List<String> sparkConfFileNames() {
    return conf.sparkConfFileNames();
  }
}
