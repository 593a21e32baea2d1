// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Utils;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection to a namespace of a cluster.
 *
 * @param settings those that the connection was made with
 */
record Cluster(KubernetesClient client, String namespace, SparkSettings settings)
    implements AutoCloseable {
  private static final String DEFAULT_NAMESPACE = "default";

  /**
   * Connects as {@code spark-submit} does. Without {@code spark.master} and {@code
   * spark.kubernetes.namespace}, those of the kubeconfig are used.
   */
  static Cluster connect(SparkSettings settings) {
    Optional<String> namespace =
        settings.contains(ClusterKeys.KUBERNETES_NAMESPACE)
            ? Optional.of(settings.get(ClusterKeys.KUBERNETES_NAMESPACE))
            : Optional.empty();
    KubernetesClient client =
        KubernetesClients.forSubmission(master(settings), namespace, settings);
    return new Cluster(
        client,
        namespace.orElseGet(
            () -> Objects.requireNonNullElse(client.getNamespace(), DEFAULT_NAMESPACE)),
        settings);
  }

  private static String master(SparkSettings settings) {
    return settings.get(SparkKeys.MASTER).orElseGet(() -> masterOfMachine(settings));
  }

  private static String masterOfMachine(SparkSettings settings) {
    String url = KubernetesClients.masterOfMachine(settings);
    boolean isInPod =
        Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_SERVICE_HOST_PROPERTY) != null;
    // the client's own default, which only resolves in a pod
    if (url.startsWith(Config.DEFAULT_MASTER_URL) && !isInPod) {
      throw new PodsmithException(
          PodsmithError.CONF_MISSING,
          """
          no API server is known: there is no kubeconfig with a current context, and spark.master \
          is not set; use --master k8s://https://HOST:PORT, or set KUBECONFIG\
          """);
    }
    return "k8s://%s".formatted(url);
  }

  /** Describes a failed request about the pods of the namespace. */
  ClusterException failed(KubernetesClientException failure, String verb) {
    return ClusterErrors.of(
        failure,
        client.getConfiguration(),
        verb,
        new Target("Pod", "pods", Optional.of(namespace), Optional.empty()));
  }

  /** Describes a failed request for the log of a pod. */
  ClusterException failedLog(KubernetesClientException failure, AppPod pod) {
    return ClusterErrors.of(
        failure,
        client.getConfiguration(),
        "get",
        new Target(
            "Log of pod",
            "pods --subresource=log",
            Optional.of(pod.namespace()),
            Optional.of(pod.name())));
  }

  @Override
  public void close() {
    client.close();
  }
}
