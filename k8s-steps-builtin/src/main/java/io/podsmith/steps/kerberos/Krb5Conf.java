// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.Requirements;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /etc/krb5.conf} of a driver.
 *
 * @param volume the volume with the file; empty if the image contains one
 * @param resource the ConfigMap to create for it; empty if it exists
 */
record Krb5Conf(Optional<Volume> volume, Optional<HasMetadata> resource) {
  static Krb5Conf of(KubernetesConf conf) {
    Requirements.atMostOne(
        conf, PodKeys.KUBERNETES_KERBEROS_KRB5_FILE, PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP);
    Optional<String> file = conf.get(PodKeys.KUBERNETES_KERBEROS_KRB5_FILE);
    if (file.isPresent()) {
      return ofFile(conf, file.get());
    }
    return new Krb5Conf(
        conf.get(PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP)
            .map(name -> PodEdits.configMapVolume(Constants.KRB_FILE_VOLUME, name)),
        Optional.empty());
  }

  private static Krb5Conf ofFile(KubernetesConf conf, String uri) {
    String name = conf.resourceNamePrefix() + "-krb5-file";
    String key = LocalResources.fileName(uri);
    String text = LocalResources.readText(conf, PodKeys.KUBERNETES_KERBEROS_KRB5_FILE.key(), uri);
    HasMetadata configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withImmutable(true)
            .withData(Map.of(key, text))
            .build();
    return new Krb5Conf(Optional.of(volumeOf(name, key)), Optional.of(configMap));
  }

  /**
   * Returns the volume of a ConfigMap that was created from a file.
   *
   * @param configMap its name
   * @param key the name of the file, which need not be {@code krb5.conf}
   */
  static Volume volumeOf(String configMap, String key) {
    return new VolumeBuilder()
        .withName(Constants.KRB_FILE_VOLUME)
        .withNewConfigMap()
        .withName(configMap)
        .addNewItem()
        .withKey(key)
        .withPath(Krb5ConfMount.FILE_NAME)
        .endItem()
        .endConfigMap()
        .build();
  }

  /** Returns the settings from which executors learn of the ConfigMap that is created. */
  Map<String, String> properties() {
    return resource
        .map(created -> Map.of(Constants.KRB5_CONFIG_MAP_NAME, created.getMetadata().getName()))
        .orElse(Map.of());
  }
}
