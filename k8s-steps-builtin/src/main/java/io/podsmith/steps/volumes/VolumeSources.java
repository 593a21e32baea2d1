// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volumes;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.EmptyDirVolume;
import io.podsmith.api.conf.HostPathVolume;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.conf.NfsVolume;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.names.NameRules;
import java.util.Map;
import java.util.Optional;

/** Turns the volumes of the settings into those of Kubernetes. */
final class VolumeSources {
  private static final String ON_DEMAND = "OnDemand";

  private final KubernetesConf conf;
  private final String accessMode;

  VolumeSources(KubernetesConf conf) {
    this.conf = conf;
    this.accessMode =
        conf.get(PodKeys.KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE)
            ? "ReadWriteOnce"
            : "ReadWriteOncePod";
  }

  /**
   * Makes the volume of a pod.
   *
   * @param index the place of the volume among all, which tells on-demand claims apart
   */
  Volume volume(VolumeSpec spec, int index) {
    VolumeBuilder volume = new VolumeBuilder().withName(spec.name());
    if (spec.source() instanceof HostPathVolume hostPath) {
      volume.withHostPath(new HostPathVolumeSource(hostPath.path(), hostPath.type()));
    } else if (spec.source() instanceof PersistentVolumeClaimVolume claim) {
      volume.withPersistentVolumeClaim(
          new PersistentVolumeClaimVolumeSource(claimName(spec, claim, index), spec.isReadOnly()));
    } else if (spec.source() instanceof EmptyDirVolume emptyDir) {
      volume.withEmptyDir(
          new EmptyDirVolumeSource(
              emptyDir.medium().orElse(""), emptyDir.sizeLimit().map(Quantity::new).orElse(null)));
    } else if (spec.source() instanceof NfsVolume nfs) {
      volume.withNfs(new NFSVolumeSource(nfs.path(), null, nfs.server()));
    } else {
      throw new IllegalStateException(
          "volume " + spec.name() + " has an unsupported source: " + spec.source().getClass());
    }
    return volume.build();
  }

  /** Makes the claim that has to be created for a volume, if any. */
  Optional<PersistentVolumeClaim> claim(VolumeSpec spec, int index) {
    if (!(spec.source() instanceof PersistentVolumeClaimVolume claim)
        || claim.storageClass().isEmpty()
        || claim.size().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(claimName(spec, claim, index))
            .addToLabels(claim.labels())
            .addToLabels(Constants.SPARK_APP_ID_LABEL, conf.appId())
            .addToAnnotations(claim.annotations())
            .endMetadata()
            .withNewSpec()
            .withStorageClassName(claim.storageClass().get())
            .withAccessModes(accessMode)
            .withNewResources()
            .withRequests(Map.of("storage", new Quantity(claim.size().get())))
            .endResources()
            .endSpec()
            .build());
  }

  private String claimName(VolumeSpec spec, PersistentVolumeClaimVolume claim, int index) {
    if (claim.claimName().contains(ON_DEMAND)
        && claim.storageClass().isPresent() != claim.size().isPresent()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_VOLUME,
          claimKey(spec),
          claimKey(spec)
              + " is '"
              + claim.claimName()
              + "', which requests a new claim, but only one of options.storageClass and"
              + " options.sizeLimit is set; set both");
    }
    String name =
        conf instanceof KubernetesExecutorConf executor
            ? claim
                .claimName()
                .replace(ON_DEMAND, owner("-exec-" + executor.executorId(), index))
                .replace(Constants.ENV_EXECUTOR_ID, executor.executorId())
            : claim.claimName().replace(ON_DEMAND, owner("-driver", index));
    // the claims of a template get other names when pods are made from it
    NameRules.requireName(claimKey(spec), name.replace(Constants.EXECUTOR_ID_IN_TEMPLATE, "1"));
    return name;
  }

  private String owner(String pod, int index) {
    return conf.resourceNamePrefix() + pod + "-pvc-" + index;
  }

  private String claimKey(VolumeSpec spec) {
    String prefix =
        conf.role() == PodRole.DRIVER
            ? KeyPrefixes.KUBERNETES_DRIVER_VOLUMES_PREFIX
            : KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX;
    return prefix
        + KeyPrefixes.KUBERNETES_VOLUMES_PVC_TYPE
        + "."
        + spec.name()
        + "."
        + KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY;
  }
}
