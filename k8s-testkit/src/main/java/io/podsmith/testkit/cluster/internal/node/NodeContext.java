package io.podsmith.testkit.cluster.internal.node;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.internal.node.events.EventRecorder;
import java.util.concurrent.Executor;

/** What the workers of all pods of a node share. */
record NodeContext(
    NodeSettings settings,
    KubernetesClient client,
    ServiceAccountTokens tokens,
    ClusterDns dns,
    NodeAddresses addresses,
    Executor threads,
    Timers timers,
    Processes processes,
    EventRecorder events) {
  String hostIp() {
    return addresses.host();
  }
}
