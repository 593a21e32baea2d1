// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The view of a driver that records what one step reads. */
final class RecordedDriverConf extends RecordedConf implements KubernetesDriverConf {
  private final DriverConf conf;

  RecordedDriverConf(DriverConf conf, StepReads reads) {
    super(conf, RoleKeys.DRIVER, reads);
    this.conf = conf;
  }

  @Override
  void readResourceNamePrefix() {
    readFirst(PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX, () -> read(SparkKeys.APP_NAME));
  }

  @Override
  void readPodName() {
    readFirst(PodKeys.KUBERNETES_DRIVER_POD_NAME, this::readResourceNamePrefix);
  }

  @Override
  public MainAppResource mainAppResource() {
    return conf.mainAppResource();
  }

  @Override
  public String mainClass() {
    return conf.mainClass();
  }

  @Override
  public List<String> appArgs() {
    return conf.appArgs();
  }

  @Override
  public Optional<String> proxyUser() {
    return conf.proxyUser();
  }

  @Override
  public String driverServiceName() {
    readResourceNamePrefix();
    return conf.driverServiceName();
  }

  @Override
  public Map<String, String> serviceLabels() {
    readPrefix(KeyPrefixes.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX);
    return conf.serviceLabels();
  }

  @Override
  public Map<String, String> serviceAnnotations() {
    readPrefix(KeyPrefixes.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX);
    return conf.serviceAnnotations();
  }

  @Override
  public Optional<byte[]> delegationTokens() {
    return conf.delegationTokens();
  }
}
