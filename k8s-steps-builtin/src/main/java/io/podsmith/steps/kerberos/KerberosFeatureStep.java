// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesDriverConf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings Kerberos to a driver: {@code krb5.conf}, and the first of these that there is: a keytab,
 * an existing secret with delegation tokens, tokens fetched now in the user's name.
 */
final class KerberosFeatureStep implements KubernetesFeatureConfigStep {
  private final Krb5Conf krb5;
  private final Keytab keytab;
  private final DelegationTokens tokens;

  KerberosFeatureStep(KubernetesDriverConf conf) {
    this.krb5 = Krb5Conf.of(conf);
    this.keytab = Keytab.of(conf);
    this.tokens = new DelegationTokens(conf, keytab.isConfigured());
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod configured = krb5.volume().map(volume -> Krb5ConfMount.add(pod, volume)).orElse(pod);
    return keytab.isUploaded() ? keytab.mount(configured) : tokens.mount(configured);
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new LinkedHashMap<>(krb5.properties());
    properties.putAll(keytab.properties());
    return properties;
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    List<HasMetadata> resources = new ArrayList<>();
    krb5.resource().ifPresent(resources::add);
    keytab.resource().ifPresent(resources::add);
    tokens.resource().ifPresent(resources::add);
    return resources;
  }
}
