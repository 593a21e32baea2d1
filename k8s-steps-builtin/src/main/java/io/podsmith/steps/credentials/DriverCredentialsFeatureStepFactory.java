// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.steps.internal.StepKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the credentials of a driver. */
@AutoService(FeatureStepFactory.class)
public final class DriverCredentialsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.driver-credentials";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("DriverKubernetesCredentialsFeatureStep"));
  }

  @Override
  public String description() {
    return "Sets the driver's service account, or the token and certificates for its requests to"
        + " the API server.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.CREDENTIALS;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME,
        StepKeys.DRIVER_OAUTH_TOKEN,
        StepKeys.DRIVER_OAUTH_TOKEN_FILE,
        StepKeys.DRIVER_CLIENT_KEY_FILE,
        StepKeys.DRIVER_CLIENT_CERT_FILE,
        StepKeys.DRIVER_CA_CERT_FILE,
        StepKeys.MOUNTED_OAUTH_TOKEN_FILE,
        StepKeys.MOUNTED_CLIENT_KEY_FILE,
        StepKeys.MOUNTED_CLIENT_CERT_FILE,
        StepKeys.MOUNTED_CA_CERT_FILE);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new DriverCredentialsFeatureStep(conf));
  }
}
