// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.sqlproxy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/**
 * Adds the proxy as an init container with {@code restartPolicy: Always}, a native sidecar.
 *
 * <p>Kubernetes starts Spark once the startup probe of the proxy has succeeded, restarts the proxy
 * if it fails, and stops it after Spark has ended. An ordinary container would keep the pod of a
 * finished driver running.
 */
final class SqlProxyFeatureStep implements KubernetesFeatureConfigStep {
  private static final String NAME = "sql-proxy";
  private static final int HEALTH_PORT = 9801;

  private final String instance;
  private final String image;
  private final int port;

  SqlProxyFeatureStep(String instance, String image, int port) {
    this.instance = instance;
    this.image = image;
    this.port = port;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(spec -> spec.addToInitContainers(proxy()))
        .editContainer(
            spark ->
                spark
                    .addNewEnv()
                    .withName("ACME_SQL_ADDRESS")
                    .withValue("127.0.0.1:%d".formatted(port))
                    .endEnv());
  }

  private Container proxy() {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(image)
        .withRestartPolicy("Always")
        .withArgs(
            "--address=127.0.0.1",
            "--port=%d".formatted(port),
            "--health-check",
            "--http-address=0.0.0.0",
            "--http-port=%d".formatted(HEALTH_PORT),
            instance)
        .withNewStartupProbe()
        .withNewHttpGet()
        .withPath("/startup")
        .withNewPort(HEALTH_PORT)
        .endHttpGet()
        .withPeriodSeconds(1)
        .withFailureThreshold(60)
        .endStartupProbe()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("64Mi"))
        .addToLimits("memory", new Quantity("128Mi"))
        .endResources()
        .build();
  }
}
