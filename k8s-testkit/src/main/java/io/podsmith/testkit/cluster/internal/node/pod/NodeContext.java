// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.internal.node.container.Processes;
import io.podsmith.testkit.cluster.internal.node.events.EventRecorder;
import io.podsmith.testkit.cluster.internal.node.host.ClusterDns;
import io.podsmith.testkit.cluster.internal.node.host.NodeAddresses;
import io.podsmith.testkit.cluster.internal.node.host.NodeSettings;
import io.podsmith.testkit.cluster.internal.node.host.ServiceAccountTokens;
import io.podsmith.testkit.cluster.internal.node.host.Timers;
import java.util.concurrent.Executor;

/** What the workers of all pods of a node share. */
public record NodeContext(
    NodeSettings settings,
    KubernetesClient client,
    ServiceAccountTokens tokens,
    ClusterDns dns,
    NodeAddresses addresses,
    Executor threads,
    Timers timers,
    Processes processes,
    EventRecorder events) {
  public String hostIp() {
    return addresses.host();
  }
}
