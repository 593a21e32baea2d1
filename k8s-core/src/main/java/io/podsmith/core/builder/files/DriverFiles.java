// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.files;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What carries Spark's properties and the files of {@code SPARK_CONF_DIR} into a driver.
 *
 * @param confMap the ConfigMap with the files and with all properties that are no secrets
 * @param fileNames the files of {@code SPARK_CONF_DIR}
 * @param secret all properties, where some look like secrets
 * @param variables the names of the variables that the secret holds
 */
public record DriverFiles(
    ConfigMap confMap, List<String> fileNames, Optional<Secret> secret, Set<String> variables) {
  private static final Logger LOG = LoggerFactory.getLogger(DriverFiles.class);

  public static DriverFiles of(DriverConf conf, DriverProperties properties) {
    SortedMap<String, String> files = SparkConfDir.load(conf.settings());
    ConfigMap confMap =
        SparkConfMaps.forDriver(
            SparkConfMaps.driverName(conf.ids()),
            conf.namespace(),
            files,
            properties.inConfigMap());
    if (properties.sensitive().isEmpty()) {
      return new DriverFiles(confMap, List.copyOf(files.keySet()), Optional.empty(), Set.of());
    }
    Map<String, String> variables = properties.sensitiveVariables();
    Secret secret = SparkConfMaps.secretForDriver(confMap, properties.all(), variables);
    LOG.info(
        "The driver reads its settings from the Secret {}, because some look like secrets: {}; {}"
            + " turns this off",
        secret.getMetadata().getName(),
        properties.sensitive().keySet(),
        PodsmithKeys.PROTECT_DRIVER_SETTINGS.key());
    return new DriverFiles(
        confMap, List.copyOf(files.keySet()), Optional.of(secret), variables.keySet());
  }

  /** Returns what is to be created. */
  public List<HasMetadata> objects() {
    List<HasMetadata> all = new ArrayList<>(List.of(confMap));
    secret.ifPresent(all::add);
    return all;
  }

  /** Derives a pod in which Spark finds the files. */
  public SparkPod mount(SparkPod pod) {
    return pod.editContainer(
            container ->
                takeFromSecret(container)
                    .addNewEnv()
                    .withName(Constants.ENV_SPARK_CONF_DIR)
                    .withValue(Constants.SPARK_CONF_DIR_INTERNAL)
                    .endEnv()
                    .addNewVolumeMount()
                    .withName(Constants.SPARK_CONF_VOLUME_DRIVER)
                    .withMountPath(Constants.SPARK_CONF_DIR_INTERNAL)
                    .endVolumeMount())
        .editSpec(
            spec ->
                secret
                    .map(
                        from ->
                            spec.addNewVolume()
                                .withName(Constants.SPARK_CONF_VOLUME_DRIVER)
                                .withProjected(projection(from))
                                .endVolume())
                    .orElseGet(
                        () ->
                            spec.addNewVolume()
                                .withName(Constants.SPARK_CONF_VOLUME_DRIVER)
                                .withNewConfigMap()
                                .withName(confMap.getMetadata().getName())
                                .withItems(SparkConfMaps.items(allNames()))
                                .endConfigMap()
                                .endVolume()));
  }

  private List<String> allNames() {
    List<String> names = new ArrayList<>(fileNames);
    names.add(Constants.SPARK_CONF_FILE_NAME);
    return names;
  }

  private ProjectedVolumeSource projection(Secret from) {
    ProjectedVolumeSourceBuilder sources = new ProjectedVolumeSourceBuilder();
    if (!fileNames.isEmpty()) {
      sources
          .addNewSource()
          .withNewConfigMap()
          .withName(confMap.getMetadata().getName())
          .withItems(SparkConfMaps.items(fileNames))
          .endConfigMap()
          .endSource();
    }
    return sources
        .addNewSource()
        .withNewSecret()
        .withName(from.getMetadata().getName())
        .withItems(SparkConfMaps.items(List.of(Constants.SPARK_CONF_FILE_NAME)))
        .endSecret()
        .endSource()
        .build();
  }

  private ContainerBuilder takeFromSecret(ContainerBuilder container) {
    if (variables.isEmpty()) {
      return container;
    }
    String name = secret.orElseThrow().getMetadata().getName();
    return container.withEnv(
        container.buildEnv().stream().map(variable -> takeFromSecret(variable, name)).toList());
  }

  private EnvVar takeFromSecret(EnvVar variable, String secretName) {
    if (variable.getValue() == null || !variables.contains(variable.getName())) {
      return variable;
    }
    return new EnvVarBuilder()
        .withName(variable.getName())
        .withNewValueFrom()
        .withNewSecretKeyRef(SparkConfMaps.variableKey(variable.getName()), secretName, null)
        .endValueFrom()
        .build();
  }
}
