// SPDX-License-Identifier: Apache-2.0
package com.acme;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

public final class ZoneStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.zone";
  }

  @Override
  public String description() {
    return "Sets the time zone.";
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ConfigEntry.key("spark.acme.zone").stringType().optional());
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.empty();
  }
}
