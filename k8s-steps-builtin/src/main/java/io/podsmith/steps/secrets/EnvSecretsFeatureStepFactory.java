// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.secrets;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.steps.internal.Upstream;
import java.util.Optional;
import java.util.Set;

/** Offers secrets as environment variables. */
@AutoService(FeatureStepFactory.class)
public final class EnvSecretsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.env-secrets";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("EnvSecretsFeatureStep"));
  }

  @Override
  public String description() {
    return "Sets environment variables from Secrets:"
        + " spark.kubernetes.{driver,executor}.secretKeyRef.*.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.SECRETS;
  }

  @Override
  public Set<String> after() {
    return Set.of(MountSecretsFeatureStepFactory.ID);
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.secretEnvNamesToKeyRefs().isEmpty()
        ? Optional.empty()
        : Optional.of(new EnvSecretsFeatureStep(conf.secretEnvNamesToKeyRefs()));
  }
}
