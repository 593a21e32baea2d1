// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Overrides each method of a factory; its step shows all that it can read. */
public final class CompatStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.compat";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("com.acme.compat.OldName");
  }

  @Override
  public String description() {
    return "Writes what the contract returns into annotations.";
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
  public Set<String> before() {
    return Set.of("acme.later");
  }

  @Override
  public Set<String> after() {
    return Set.of("acme.earlier");
  }

  @Override
  public StepScope scope() {
    return StepScope.POD;
  }

  @Override
  public StepScope scopeFor(KubernetesExecutorConf conf) {
    return conf.get(CompatSettings.SHARED) ? StepScope.RESOURCE_PROFILE : scope();
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return CompatSettings.ALL;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    if (!conf.contains(CompatSettings.TEXT)) {
      return Optional.empty();
    }
    Map<String, String> seen = new TreeMap<>();
    CompatSettings.describe(conf, seen);
    CompatConf.describe(conf, seen);
    if (conf instanceof KubernetesDriverConf driver) {
      CompatConf.describeDriver(driver, seen);
    } else if (conf instanceof KubernetesExecutorConf executor) {
      CompatConf.describeExecutor(executor, seen);
    }
    CompatValues.describe(seen);
    CompatErrors.describe(seen);
    return Optional.of(new CompatStep(conf.podName(), seen));
  }
}
