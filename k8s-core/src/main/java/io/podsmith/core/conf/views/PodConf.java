// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What drivers and executors have in common. */
abstract class PodConf implements KubernetesConf {
  private final RoleSettings common;
  private final FileStaging files;
  private final Optional<SettingReads> reads;

  /**
   * @param reads records what steps read, if a plan may be requested
   */
  PodConf(RoleSettings common, FileStaging files, Optional<SettingReads> reads) {
    this.common = common;
    this.files = files;
    this.reads = reads;
  }

  /** Returns where to record what a step reads, empty if that is not recorded. */
  final Optional<StepReads> readsOf(String stepId) {
    return reads.map(all -> all.begin(role(), common.settings, stepId));
  }

  final Optional<SettingReads> reads() {
    return reads;
  }

  /** Returns all settings. For the engine only: steps never see this. */
  public final SparkSettings settings() {
    return common.settings;
  }

  @Override
  public final PodRole role() {
    return common.keys.role();
  }

  @Override
  public final <T> T get(ConfigEntry<T> entry) {
    return common.settings.get(entry);
  }

  @Override
  public final boolean contains(ConfigEntry<?> entry) {
    return common.settings.contains(entry);
  }

  @Override
  public final Map<String, String> getAllWithPrefix(String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("an empty prefix would return all settings");
    }
    return common.settings.withPrefix(prefix);
  }

  @Override
  public final Optional<String> environmentVariable(String name) {
    return common.settings.environmentVariable(name);
  }

  @Override
  public final FileStaging fileStaging() {
    return files;
  }

  @Override
  public final String appId() {
    return common.appId;
  }

  @Override
  public final String appName() {
    return common.appName;
  }

  @Override
  public final String sparkVersion() {
    return common.sparkVersion;
  }

  @Override
  public final String sparkUser() {
    return common.sparkUser;
  }

  @Override
  public final String namespace() {
    return common.namespace;
  }

  @Override
  public final String image() {
    return common.requireImage();
  }

  @Override
  public final String imagePullPolicy() {
    return common.imagePullPolicy;
  }

  @Override
  public final List<String> imagePullSecrets() {
    return common.imagePullSecrets;
  }

  @Override
  public final Map<String, String> environment() {
    return common.environment;
  }

  @Override
  public final Map<String, String> nodeSelector() {
    return common.nodeSelector;
  }

  @Override
  public final Optional<String> schedulerName() {
    return common.schedulerName;
  }

  @Override
  public final Map<String, String> secretNamesToMountPaths() {
    return common.secretNamesToMountPaths;
  }

  @Override
  public final Map<String, SecretKeyReference> secretEnvNamesToKeyRefs() {
    return common.secretEnvironment;
  }

  @Override
  public final List<VolumeSpec> volumes() {
    return common.volumes;
  }

  @Override
  public final boolean isDecommissioningEnabled() {
    return common.isDecommissioningEnabled;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "{" + appId() + ", " + podName() + "}";
  }
}
