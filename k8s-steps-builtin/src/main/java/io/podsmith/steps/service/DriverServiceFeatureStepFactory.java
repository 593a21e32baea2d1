// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.service;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the driver's service. */
@AutoService(FeatureStepFactory.class)
public final class DriverServiceFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.driver-service";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("DriverServiceFeatureStep"));
  }

  @Override
  public String description() {
    return "Creates the Service through which executors reach the driver.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.NETWORKING;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY,
        PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILIES,
        PodKeys.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION,
        PodKeys.KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES,
        SparkKeys.DRIVER_PORT,
        SparkKeys.DRIVER_BLOCK_MANAGER_PORT,
        SparkKeys.UI_PORT,
        SparkKeys.CONNECT_PORT,
        SparkKeys.DRIVER_BIND_ADDRESS,
        SparkKeys.DRIVER_HOST);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new DriverServiceFeatureStep((KubernetesDriverConf) conf));
  }
}
