// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.podsmith.core.conf.keys.Constants;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An object that a pod refers to, and that the kubelet needs to start it.
 *
 * @param kind {@code ConfigMap}, {@code Secret} or {@code PersistentVolumeClaim}
 * @param key the key that it must have; empty for none
 */
record Reference(String kind, String name, String key) {
  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SECRET = "Secret";
  private static final String CLAIM = "PersistentVolumeClaim";

  /** Returns the references of a pod that are not optional. */
  static Set<Reference> of(Pod pod) {
    Set<Reference> all = new LinkedHashSet<>();
    PodSpec spec = pod.getSpec();
    spec.getVolumes().forEach(volume -> addVolume(volume, all));
    Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .forEach(container -> addContainer(container, all));
    return all;
  }

  private static void addVolume(Volume volume, Set<Reference> all) {
    if (Constants.SPARK_CONF_VOLUME_EXEC.equals(volume.getName())) {
      return; // the driver creates it
    }
    if (volume.getConfigMap() != null) {
      add(
          all,
          CONFIG_MAP,
          volume.getConfigMap().getName(),
          "",
          volume.getConfigMap().getOptional());
    }
    if (volume.getSecret() != null) {
      add(all, SECRET, volume.getSecret().getSecretName(), "", volume.getSecret().getOptional());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      add(all, CLAIM, volume.getPersistentVolumeClaim().getClaimName(), "", false);
    }
    if (volume.getProjected() != null) {
      for (VolumeProjection source : volume.getProjected().getSources()) {
        if (source.getConfigMap() != null) {
          add(
              all,
              CONFIG_MAP,
              source.getConfigMap().getName(),
              "",
              source.getConfigMap().getOptional());
        }
        if (source.getSecret() != null) {
          add(all, SECRET, source.getSecret().getName(), "", source.getSecret().getOptional());
        }
      }
    }
  }

  private static void addContainer(Container container, Set<Reference> all) {
    for (EnvFromSource from : container.getEnvFrom()) {
      if (from.getConfigMapRef() != null) {
        add(
            all,
            CONFIG_MAP,
            from.getConfigMapRef().getName(),
            "",
            from.getConfigMapRef().getOptional());
      }
      if (from.getSecretRef() != null) {
        add(all, SECRET, from.getSecretRef().getName(), "", from.getSecretRef().getOptional());
      }
    }
    for (EnvVar variable : container.getEnv()) {
      EnvVarSource from = variable.getValueFrom();
      if (from != null && from.getConfigMapKeyRef() != null) {
        add(
            all,
            CONFIG_MAP,
            from.getConfigMapKeyRef().getName(),
            from.getConfigMapKeyRef().getKey(),
            from.getConfigMapKeyRef().getOptional());
      }
      if (from != null && from.getSecretKeyRef() != null) {
        add(
            all,
            SECRET,
            from.getSecretKeyRef().getName(),
            from.getSecretKeyRef().getKey(),
            from.getSecretKeyRef().getOptional());
      }
    }
  }

  private static void add(
      Set<Reference> all, String kind, String name, String key, Boolean isOptional) {
    if (!Boolean.TRUE.equals(isOptional) && name != null) {
      all.add(new Reference(kind, name, key == null ? "" : key));
    }
  }

  /** Returns for example {@code Secret vault}. */
  String words() {
    return "%s %s".formatted(kind, name);
  }
}
