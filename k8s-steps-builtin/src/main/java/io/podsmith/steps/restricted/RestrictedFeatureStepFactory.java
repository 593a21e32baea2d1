// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.restricted;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers restricted pods, by a setting. */
@AutoService(FeatureStepFactory.class)
public final class RestrictedFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "podsmith.restricted";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "Makes pods comply with the Pod Security Standard restricted, with a read-only root file"
        + " system.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER, PodRole.EXECUTOR);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.POLICY;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        PodsmithKeys.RESTRICTED,
        PodsmithKeys.RESTRICTED_USER,
        PodsmithKeys.RESTRICTED_USER_NAMESPACES,
        PodsmithKeys.RESTRICTED_TMPFS);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(PodsmithKeys.RESTRICTED)
        ? Optional.of(new RestrictedFeatureStep(conf))
        : Optional.empty();
  }
}
