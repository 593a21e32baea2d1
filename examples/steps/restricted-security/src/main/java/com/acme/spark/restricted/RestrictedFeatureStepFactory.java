// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.restricted;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Restricts pods if {@code spark.acme.restricted.enabled} is true, after all other steps. */
@AutoService(FeatureStepFactory.class)
public final class RestrictedFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Boolean> ENABLED =
      ConfigEntry.key("spark.acme.restricted.enabled")
          .doc("Whether pods meet the Pod Security Standard 'restricted'.")
          .since("1.0.0")
          .booleanType()
          .withDefault(false);

  @Override
  public String id() {
    return "acme.restricted";
  }

  @Override
  public String description() {
    return "Makes pods meet the Pod Security Standard 'restricted'.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.POLICY;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ENABLED);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(ENABLED) ? Optional.of(new RestrictedFeatureStep()) : Optional.empty();
  }
}
