// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volcano;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.steps.internal.Asked;
import io.podsmith.steps.internal.StepKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the PodGroup of an application to those who name the step. */
@AutoService(FeatureStepFactory.class)
public final class VolcanoFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.volcano";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("VolcanoFeatureStep"));
  }

  @Override
  public String description() {
    return "Adds the pods of an application to one Volcano PodGroup, which is created with the"
        + " driver.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        StepKeys.VOLCANO_POD_GROUP_TEMPLATE_FILE, StepKeys.VOLCANO_POD_GROUP_TEMPLATE_JSON);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    if (!Asked.byName(conf, this)) {
      return Optional.empty();
    }
    String name = NameRules.requireName(SparkKeys.APP_ID.key(), conf.appId()) + "-podgroup";
    // The group is there before the driver, so executors only have to name it.
    return Optional.of(
        new VolcanoFeatureStep(
            name,
            conf.role() == PodRole.DRIVER
                ? Optional.of(PodGroupTemplate.read(conf, name))
                : Optional.empty()));
  }
}
