// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view that records which settings a step reads and gives it the values of another view. A method
 * such as {@link #image()} counts as a read of the settings that it is made of.
 */
abstract class RecordedConf implements KubernetesConf {
  private final PodConf conf;
  private final RoleKeys keys;
  private final StepReads reads;

  RecordedConf(PodConf conf, RoleKeys keys, StepReads reads) {
    this.conf = conf;
    this.keys = keys;
    this.reads = reads;
  }

  final SparkSettings settings() {
    return conf.settings();
  }

  final void read(ConfigEntry<?> entry) {
    reads.add(entry);
  }

  final void readPrefix(String prefix) {
    reads.addPrefix(prefix);
  }

  /** Records the setting that decides, or both where neither is set. */
  final void readFirst(ConfigEntry<?> entry, Runnable otherwise) {
    reads.add(entry);
    if (!conf.contains(entry)) {
      otherwise.run();
    }
  }

  @Override
  public final PodRole role() {
    return conf.role();
  }

  @Override
  public final <T> T get(ConfigEntry<T> entry) {
    read(entry);
    return conf.get(entry);
  }

  @Override
  public final boolean contains(ConfigEntry<?> entry) {
    read(entry);
    return conf.contains(entry);
  }

  @Override
  public final Map<String, String> getAllWithPrefix(String prefix) {
    readPrefix(prefix);
    return conf.getAllWithPrefix(prefix);
  }

  @Override
  public final Optional<String> environmentVariable(String name) {
    reads.addVariable(name);
    return conf.environmentVariable(name);
  }

  @Override
  public final FileStaging fileStaging() {
    return conf.fileStaging();
  }

  @Override
  public final String appId() {
    return conf.appId();
  }

  @Override
  public final String appName() {
    read(SparkKeys.APP_NAME);
    return conf.appName();
  }

  @Override
  public final String sparkVersion() {
    return conf.sparkVersion();
  }

  @Override
  public final String sparkUser() {
    return conf.sparkUser();
  }

  @Override
  public final String namespace() {
    read(ClusterKeys.KUBERNETES_NAMESPACE);
    return conf.namespace();
  }

  /** Records the settings behind {@link #resourceNamePrefix()}. */
  abstract void readResourceNamePrefix();

  @Override
  public final String resourceNamePrefix() {
    readResourceNamePrefix();
    return conf.resourceNamePrefix();
  }

  /** Records the settings behind {@link #podName()}. */
  abstract void readPodName();

  @Override
  public final String podName() {
    readPodName();
    return conf.podName();
  }

  @Override
  public final String image() {
    read(keys.image());
    return conf.image();
  }

  @Override
  public final String imagePullPolicy() {
    read(PodKeys.CONTAINER_IMAGE_PULL_POLICY);
    return conf.imagePullPolicy();
  }

  @Override
  public final List<String> imagePullSecrets() {
    read(PodKeys.IMAGE_PULL_SECRETS);
    return conf.imagePullSecrets();
  }

  @Override
  public final Map<String, String> labels() {
    readPrefix(keys.labels());
    read(SparkKeys.APP_NAME);
    return conf.labels();
  }

  @Override
  public final Map<String, String> annotations() {
    readPrefix(keys.annotations());
    return conf.annotations();
  }

  @Override
  public final Map<String, String> environment() {
    readPrefix(keys.environment());
    return conf.environment();
  }

  @Override
  public final Map<String, String> nodeSelector() {
    readPrefix(keys.nodeSelector());
    readPrefix(KeyPrefixes.KUBERNETES_NODE_SELECTOR_PREFIX);
    return conf.nodeSelector();
  }

  @Override
  public final Optional<String> schedulerName() {
    readFirst(keys.schedulerName(), () -> read(PodKeys.KUBERNETES_SCHEDULER_NAME));
    return conf.schedulerName();
  }

  @Override
  public final Map<String, String> secretNamesToMountPaths() {
    readPrefix(keys.secrets());
    return conf.secretNamesToMountPaths();
  }

  @Override
  public final Map<String, SecretKeyReference> secretEnvNamesToKeyRefs() {
    readPrefix(keys.secretEnvironment());
    return conf.secretEnvNamesToKeyRefs();
  }

  @Override
  public final List<VolumeSpec> volumes() {
    readPrefix(keys.volumes());
    return conf.volumes();
  }

  @Override
  public final List<ExtendedResource> extendedResources() {
    readPrefix(
        keys == RoleKeys.DRIVER
            ? SparkKeys.DRIVER_RESOURCE_PREFIX
            : SparkKeys.EXECUTOR_RESOURCE_PREFIX);
    return conf.extendedResources();
  }

  @Override
  public final boolean isDecommissioningEnabled() {
    read(SparkKeys.DECOMMISSION_ENABLED);
    return conf.isDecommissioningEnabled();
  }

  @Override
  public final String toString() {
    return conf.toString();
  }
}
