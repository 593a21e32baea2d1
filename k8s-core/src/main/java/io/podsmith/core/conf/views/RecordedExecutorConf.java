// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.fabric8.kubernetes.api.model.Pod;
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

  /** The default resource profile is made of these settings. */
  @Override
  public ExecutorResources resources() {
    read(ExecutorConf.CORES);
    read(ExecutorConf.MEMORY);
    read(SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR);
    read(SparkKeys.EXECUTOR_MIN_MEMORY_OVERHEAD);
    readPrefix(SparkKeys.EXECUTOR_RESOURCE_PREFIX);
    return conf.resources();
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
