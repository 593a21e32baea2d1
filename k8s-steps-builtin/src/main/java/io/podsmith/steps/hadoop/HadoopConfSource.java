// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.ConfigMapFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the configuration of Hadoop comes from.
 *
 * @param configMap the ConfigMap that holds it
 * @param files what has to be put into the ConfigMap, empty where somebody else has made it
 */
record HadoopConfSource(String configMap, Optional<ConfigMapFiles> files) {
  /** Finds the source; empty where Hadoop is not configured. */
  static Optional<HadoopConfSource> of(KubernetesConf conf) {
    Optional<String> folder =
        conf.environmentVariable(Constants.ENV_HADOOP_CONF_DIR).filter(dir -> !dir.isBlank());
    Optional<String> existing = conf.get(PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP);
    if (folder.isPresent() && existing.isPresent()) {
      String key = PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP.key();
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_CONFLICT,
          key,
          existing.get(),
          "unset if the environment variable "
              + Constants.ENV_HADOOP_CONF_DIR
              + " is set, and it is '"
              + folder.get()
              + "'",
          "unset one of them");
    }
    if (existing.isPresent()) {
      return Optional.of(new HadoopConfSource(existing.get(), Optional.empty()));
    }
    return folder.map(
        dir ->
            new HadoopConfSource(
                conf.resourceNamePrefix() + "-hadoop-config",
                Optional.of(ConfigMapFiles.ofFolder(Constants.ENV_HADOOP_CONF_DIR, Path.of(dir)))));
  }
}
