package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.HashSet;
import java.util.Set;

/**
 * What no single step can see: whether the template and the steps get in each other's way. The API
 * server would refuse such a pod.
 */
final class PodChecks {
  private PodChecks() {}

  /**
   * Checks a finished pod.
   *
   * @param templateKey the setting that names the pod's template
   * @throws InvalidConfigurationException where the name of a volume or port or a mount's path is
   *     there twice
   */
  static void check(Pod pod, String templateKey) {
    Set<String> volumes = new HashSet<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (!volumes.add(volume.getName())) {
        throw conflict(templateKey, "two volumes called '" + volume.getName() + "'");
      }
    }
    for (Container container : pod.getSpec().getContainers()) {
      Set<String> paths = new HashSet<>();
      for (VolumeMount mount : container.getVolumeMounts()) {
        if (!paths.add(mount.getMountPath())) {
          throw conflict(
              templateKey,
              "two volumes mounted at '"
                  + mount.getMountPath()
                  + "' in container '"
                  + container.getName()
                  + "'");
        }
      }
      Set<String> ports = new HashSet<>();
      for (ContainerPort port : container.getPorts()) {
        if (port.getName() != null && !ports.add(port.getName())) {
          throw conflict(
              templateKey,
              "two ports called '"
                  + port.getName()
                  + "' in container '"
                  + container.getName()
                  + "'");
        }
      }
    }
  }

  private static InvalidConfigurationException conflict(String templateKey, String what) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_CONFLICT,
        templateKey,
        "the pod has "
            + what
            + ", from its template ("
            + templateKey
            + "), the settings or a step; rename or leave out one of them");
  }
}
