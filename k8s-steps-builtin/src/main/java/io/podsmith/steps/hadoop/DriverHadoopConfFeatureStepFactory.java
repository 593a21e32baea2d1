// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the configuration of Hadoop to drivers. */
@AutoService(FeatureStepFactory.class)
public final class DriverHadoopConfFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.driver-hadoop-conf";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("HadoopConfDriverFeatureStep"));
  }

  @Override
  public String description() {
    return "Mounts the files of HADOOP_CONF_DIR, or an existing ConfigMap with them, into the"
        + " driver.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.CONFIGURATION;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return HadoopConfSource.of(conf).map(source -> new DriverHadoopConfFeatureStep(source));
  }
}
