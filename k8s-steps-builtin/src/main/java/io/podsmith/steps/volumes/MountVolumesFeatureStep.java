package io.podsmith.steps.volumes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.ConfigKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Mounts volumes and claims storage for those that ask for it. */
final class MountVolumesFeatureStep implements KubernetesFeatureConfigStep {
  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();
  private final List<HasMetadata> claims = new ArrayList<>();

  MountVolumesFeatureStep(KubernetesConf conf) {
    List<VolumeSpec> specs = conf.volumes();
    requireDistinct(conf, specs, VolumeSpec::mountPath, "mount path");
    requireDistinct(conf, specs, VolumeSpec::name, "name");
    VolumeSources sources = new VolumeSources(conf);
    for (int i = 0; i < specs.size(); i++) {
      VolumeSpec spec = specs.get(i);
      volumes.add(sources.volume(spec, i));
      mounts.add(mount(spec));
      sources.claim(spec, i).ifPresent(claims::add);
    }
  }

  private static void requireDistinct(
      KubernetesConf conf, List<VolumeSpec> specs, Function<VolumeSpec, String> what, String word) {
    Map<String, VolumeSpec> seen = new HashMap<>();
    for (VolumeSpec spec : specs) {
      VolumeSpec other = seen.put(what.apply(spec), spec);
      if (other != null) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_VOLUME,
            prefix(conf),
            prefix(conf)
                + "* gives the "
                + word
                + " '"
                + what.apply(spec)
                + "' to two volumes, '"
                + other.name()
                + "' and '"
                + spec.name()
                + "', but each must have its own; change one of them");
      }
    }
  }

  private static String prefix(KubernetesConf conf) {
    return conf.role() == PodRole.DRIVER
        ? ConfigKeys.KUBERNETES_DRIVER_VOLUMES_PREFIX
        : ConfigKeys.KUBERNETES_EXECUTOR_VOLUMES_PREFIX;
  }

  private static VolumeMount mount(VolumeSpec spec) {
    return new VolumeMountBuilder()
        .withName(spec.name())
        .withMountPath(spec.mountPath())
        .withReadOnly(spec.isReadOnly())
        .withSubPath(spec.subPath().orElse(""))
        .withSubPathExpr(spec.subPathExpr().orElse(""))
        .build();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(spec -> spec.addAllToVolumes(volumes))
        .editContainer(container -> container.addAllToVolumeMounts(mounts));
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.copyOf(claims);
  }
}
