// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.networkpolicy;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.steps.internal.Asked;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the NetworkPolicy of executors, by a setting or by name. */
@AutoService(FeatureStepFactory.class)
public final class NetworkPolicyFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.network-policy";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("NetworkPolicyFeatureStep"));
  }

  @Override
  public String description() {
    return "Creates a NetworkPolicy that allows connections to executors from their application"
        + " only.";
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
    return List.of(PodsmithKeys.NETWORK_POLICY);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(PodsmithKeys.NETWORK_POLICY) || Asked.byName(conf, this)
        ? Optional.of(new NetworkPolicyFeatureStep(conf))
        : Optional.empty();
  }
}
