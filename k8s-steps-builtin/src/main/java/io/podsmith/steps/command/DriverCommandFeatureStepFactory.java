// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.command;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the driver's command line. */
@AutoService(FeatureStepFactory.class)
public final class DriverCommandFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.driver-command";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("DriverCommandFeatureStep"));
  }

  @Override
  public String description() {
    return "Sets the command of the driver, and uploads a Python main file.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.APPLICATION;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        ClusterKeys.APP_RESOURCE_TYPE, SparkKeys.PYSPARK_PYTHON, SparkKeys.PYSPARK_DRIVER_PYTHON);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new DriverCommandFeatureStep((KubernetesDriverConf) conf));
  }
}
