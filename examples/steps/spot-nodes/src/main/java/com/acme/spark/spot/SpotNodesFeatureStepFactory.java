// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spot;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uses spot nodes if {@code spark.acme.spot.enabled} is true. */
@AutoService(FeatureStepFactory.class)
public final class SpotNodesFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Boolean> ENABLED =
      ConfigEntry.key("spark.acme.spot.enabled")
          .doc("Whether executors prefer spot nodes.")
          .since("1.0.0")
          .booleanType()
          .withDefault(false);

  static final ConfigEntry<String> LABEL =
      ConfigEntry.key("spark.acme.spot.label")
          .doc("The label of spot nodes, as KEY=VALUE.")
          .since("1.0.0")
          .stringType()
          .check(
              label -> label.matches("[A-Za-z0-9][A-Za-z0-9./_-]*=[A-Za-z0-9][A-Za-z0-9._-]*"),
              "of the form KEY=VALUE")
          .withDefault("karpenter.sh/capacity-type=spot");

  static final ConfigEntry<String> TAINT =
      ConfigEntry.key("spark.acme.spot.taint")
          .doc("The key of the taint of spot nodes, which executors tolerate.")
          .since("1.0.0")
          .stringType()
          .check(key -> key.matches("[A-Za-z0-9][A-Za-z0-9./_-]*"), "the key of a taint")
          .withDefault("acme.com/spot");

  @Override
  public String id() {
    return "acme.spot-nodes";
  }

  @Override
  public String description() {
    return "Prefers spot nodes for executors, and keeps drivers away from them.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ENABLED, LABEL, TAINT);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    if (!conf.get(ENABLED)) {
      return Optional.empty();
    }
    String[] label = conf.get(LABEL).split("=", 2);
    if (conf.role() == PodRole.DRIVER) {
      Map<String, String> set = conf.getAllWithPrefix("spark.");
      return Optional.of(new OnDemandDriverStep(label[0], label[1], set.keySet()));
    }
    return Optional.of(new SpotExecutorStep(label[0], label[1], conf.get(TAINT)));
  }
}
