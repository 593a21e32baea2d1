// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.hadoop.DriverHadoopConfFeatureStepFactory;
import io.podsmith.steps.hadoop.ExecutorHadoopConfFeatureStepFactory;
import io.podsmith.steps.internal.StepKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers Kerberos to drivers, and {@code krb5.conf} to executors. */
@AutoService(FeatureStepFactory.class)
public final class KerberosFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.kerberos";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("KerberosConfDriverFeatureStep"));
  }

  @Override
  public String description() {
    return "Provides krb5.conf to driver and executors, and a keytab or delegation tokens to the"
        + " driver.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.DRIVER, PodRole.EXECUTOR);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.CONFIGURATION;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public Set<String> after() {
    return Set.of(DriverHadoopConfFeatureStepFactory.ID, ExecutorHadoopConfFeatureStepFactory.ID);
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        StepKeys.KRB5_CONFIG_MAP_NAME,
        PodKeys.KUBERNETES_KERBEROS_KRB5_FILE,
        PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP,
        PodKeys.KUBERNETES_KERBEROS_DT_SECRET_NAME,
        PodKeys.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY,
        SparkKeys.KEYTAB,
        SparkKeys.PRINCIPAL);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf instanceof KubernetesDriverConf driver
        ? Optional.of(new KerberosFeatureStep(driver))
        : ExecutorKrb5ConfFeatureStep.of(conf);
  }
}
