package ${package};

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;

/** Configures one driver or executor: mounts a ConfigMap that is deleted together with the pod. */
final class ${className}FeatureStep implements KubernetesFeatureConfigStep {
  private static final String NAME = "${stepId.replace(".", "-")}";

  private final String message;
  private final String configMap;

  ${className}FeatureStep(String message, String podName) {
    this.message = message;
    this.configMap = podName + "-" + NAME;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(NAME)
                    .withNewConfigMap()
                    .withName(configMap)
                    .endConfigMap()
                    .endVolume())
        .editContainer(
            spark ->
                spark
                    .addNewVolumeMount()
                    .withName(NAME)
                    .withMountPath("/etc/" + NAME)
                    .withReadOnly(true)
                    .endVolumeMount());
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(configMap)
            .endMetadata()
            .withImmutable(true)
            .addToData("message.txt", message)
            .build());
  }
}
