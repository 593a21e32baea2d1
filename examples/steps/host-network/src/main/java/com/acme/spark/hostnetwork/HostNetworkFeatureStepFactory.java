// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.hostnetwork;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Uses the host network if {@code spark.acme.hostNetwork.enabled} is true. */
@AutoService(FeatureStepFactory.class)
public final class HostNetworkFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Boolean> ENABLED =
      ConfigEntry.key("spark.acme.hostNetwork.enabled")
          .doc("Whether pods use the network of their nodes.")
          .since("2.0.0")
          .booleanType()
          .withDefault(false);

  static final ConfigEntry<String> DNS_POLICY =
      ConfigEntry.key("spark.acme.hostNetwork.dnsPolicy")
          .doc("The DNS policy. Executors find the driver by its Service, a name of the cluster.")
          .since("1.0.0")
          .stringType()
          .checkValues(List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default"))
          .withDefault("ClusterFirstWithHostNet");

  @Override
  public String id() {
    return "acme.host-network";
  }

  @Override
  public String description() {
    return "Runs Spark in the network of its nodes.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ENABLED, DNS_POLICY);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    if (!conf.get(ENABLED)) {
      return Optional.empty();
    }
    String dnsPolicy = conf.get(DNS_POLICY);
    return Optional.of(
        pod -> pod.editSpec(spec -> spec.withHostNetwork(true).withDnsPolicy(dnsPolicy)));
  }
}
