// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.template;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.Upstream;
import io.podsmith.steps.kerberos.KerberosFeatureStepFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the executors' pod template to drivers. */
@AutoService(FeatureStepFactory.class)
public final class PodTemplateFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.pod-template";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("PodTemplateConfigMapStep"));
  }

  @Override
  public String description() {
    return "Provides the executors' pod template to the driver.";
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
  public Set<String> after() {
    return Set.of(KerberosFeatureStepFactory.ID);
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE)
        .map(file -> new PodTemplateFeatureStep(conf, file));
  }
}
