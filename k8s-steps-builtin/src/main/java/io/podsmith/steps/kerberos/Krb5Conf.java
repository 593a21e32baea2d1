// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.Requirements;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /etc/krb5.conf}.
 *
 * @param volume the volume with the file, empty where the image has its own
 * @param resource the ConfigMap that has to be made for it
 */
record Krb5Conf(Optional<Volume> volume, Optional<HasMetadata> resource) {
  private static final String FILE_NAME = "krb5.conf";

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
    Volume volume =
        new VolumeBuilder()
            .withName(Constants.KRB_FILE_VOLUME)
            .withNewConfigMap()
            .withName(name)
            .addNewItem()
            .withKey(key)
            .withPath(FILE_NAME)
            .endItem()
            .endConfigMap()
            .build();
    HasMetadata configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withImmutable(true)
            .withData(Map.of(key, text))
            .build();
    return new Krb5Conf(Optional.of(volume), Optional.of(configMap));
  }

  SparkPod mount(SparkPod pod) {
    return volume
        .map(
            v ->
                pod.editSpec(spec -> spec.addToVolumes(v))
                    .editContainer(
                        container ->
                            container
                                .addNewVolumeMount()
                                .withName(Constants.KRB_FILE_VOLUME)
                                .withMountPath(Constants.KRB_FILE_DIR_PATH + "/" + FILE_NAME)
                                .withSubPath(FILE_NAME)
                                .endVolumeMount()))
        .orElse(pod);
  }
}
