// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the basics of a driver's pod. */
@AutoService(FeatureStepFactory.class)
public final class DriverBasicsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.driver-basics";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("BasicDriverFeatureStep"));
  }

  @Override
  public String description() {
    return "Sets name, labels, image, CPU, memory, extended resources, ports and environment of the"
        + " driver pod, and uploads the application's files.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.POD_BASICS;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        PodKeys.KUBERNETES_DRIVER_POD_NAME,
        PodKeys.DRIVER_CONTAINER_IMAGE,
        PodKeys.KUBERNETES_DRIVER_REQUEST_CORES,
        PodKeys.KUBERNETES_DRIVER_LIMIT_CORES,
        PodKeys.KUBERNETES_DRIVER_SCHEDULER_NAME,
        ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH,
        PodKeys.MEMORY_OVERHEAD_FACTOR,
        PodKeys.KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION,
        SparkKeys.DRIVER_CORES,
        SparkKeys.DRIVER_MEMORY,
        SparkKeys.DRIVER_MEMORY_OVERHEAD,
        SparkKeys.DRIVER_MIN_MEMORY_OVERHEAD,
        SparkKeys.DRIVER_MEMORY_OVERHEAD_FACTOR,
        SparkKeys.JARS,
        SparkKeys.FILES,
        SparkKeys.ARCHIVES,
        SparkKeys.PY_FILES);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new DriverBasicsFeatureStep((KubernetesDriverConf) conf));
  }
}
