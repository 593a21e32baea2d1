// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Adds pods to the mesh if {@code spark.acme.mesh.enabled} is true. */
@AutoService(FeatureStepFactory.class)
public final class ServiceMeshFeatureStepFactory implements FeatureStepFactory {
  /** Who ends the proxy of the mesh. */
  enum ProxyEnd {
    /** Kubernetes: the proxy is a native sidecar. */
    NATIVE,
    /** Spark's container, with a request to the proxy after Spark has ended. */
    QUIT
  }

  static final ConfigEntry<Boolean> ENABLED =
      ConfigEntry.key("spark.acme.mesh.enabled")
          .doc("Whether the mesh adds its proxy to pods.")
          .since("1.0.0")
          .booleanType()
          .withDefault(false);

  static final ConfigEntry<ProxyEnd> PROXY_END =
      ConfigEntry.key("spark.acme.mesh.proxyEnd")
          .doc(
              "Who ends the proxy: NATIVE (Kubernetes, if Istio can add native sidecars) or QUIT"
                  + " (Spark's container, for older versions).")
          .since("1.0.0")
          .enumType(ProxyEnd.class)
          .withDefault(ProxyEnd.NATIVE);

  static final ConfigEntry<String> ENTRYPOINT =
      ConfigEntry.key("spark.acme.mesh.entrypoint")
          .doc("Entry point of the Spark image, which QUIT wraps.")
          .since("1.0.0")
          .stringType()
          .check(path -> path.startsWith("/"), "an absolute path")
          .withDefault("/opt/entrypoint.sh");

  @Override
  public String id() {
    return "acme.service-mesh";
  }

  @Override
  public String description() {
    return "Runs Spark in a service mesh, and ends the proxy with Spark.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ENABLED, PROXY_END, ENTRYPOINT);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(ENABLED)
        ? Optional.of(
            new ServiceMeshFeatureStep(
                SparkPorts.of(conf), conf.get(PROXY_END), conf.get(ENTRYPOINT)))
        : Optional.empty();
  }
}
