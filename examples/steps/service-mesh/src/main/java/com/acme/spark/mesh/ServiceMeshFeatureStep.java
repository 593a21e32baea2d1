// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import com.acme.spark.mesh.ServiceMeshFeatureStepFactory.ProxyEnd;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests the proxy and lets Spark's own traffic bypass it: shuffles between pods have no identity
 * that the mesh could check. To encrypt them, use {@code spark.network.crypto.enabled}.
 */
final class ServiceMeshFeatureStep implements KubernetesFeatureConfigStep {
  private final SparkPorts ports;
  private final ProxyEnd proxyEnd;
  private final String entrypoint;

  ServiceMeshFeatureStep(SparkPorts ports, ProxyEnd proxyEnd, String entrypoint) {
    this.ports = ports;
    this.proxyEnd = proxyEnd;
    this.entrypoint = entrypoint;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod inMesh =
        pod.editMetadata(
            metadata ->
                metadata
                    .addToLabels("sidecar.istio.io/inject", "true")
                    .addToAnnotations("traffic.sidecar.istio.io/excludeInboundPorts", ports.list())
                    .addToAnnotations(
                        "traffic.sidecar.istio.io/excludeOutboundPorts", ports.list()));
    if (proxyEnd == ProxyEnd.NATIVE) {
      return inMesh.editMetadata(
          metadata -> metadata.addToAnnotations("sidecar.istio.io/nativeSidecar", "true"));
    }
    // A native sidecar starts first; here Spark has to wait for the proxy.
    return inMesh
        .editMetadata(
            metadata ->
                metadata.addToAnnotations(
                    "proxy.istio.io/config", "{\"holdApplicationUntilProxyStarts\": true}"))
        .editContainer(this::endProxy);
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return ports.missing();
  }

  private ContainerBuilder endProxy(ContainerBuilder spark) {
    List<String> command = new ArrayList<>(QuitCommand.of(QuitCommand.PROXY_PORT));
    command.addAll(spark.hasCommand() ? spark.getCommand() : List.of(entrypoint));
    return spark.withCommand(command);
  }
}
