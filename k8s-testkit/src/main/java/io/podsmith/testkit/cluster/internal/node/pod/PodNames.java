// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.internal.node.host.ClusterDns;
import java.util.List;
import java.util.Map;

/** Registers the names of one pod with the name resolution of the cluster. */
final class PodNames {
  private final ClusterDns dns;
  private final String uid;

  PodNames(ClusterDns dns, String uid) {
    this.dns = dns;
    this.uid = uid;
  }

  void register(Pod pod, String ip, boolean isReady) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    dns.put(
        uid,
        new ClusterDns.Endpoint(
            pod.getMetadata().getNamespace(),
            labels == null ? Map.of() : labels,
            ip,
            isReady,
            hostNames(pod)));
  }

  void remove() {
    dns.remove(uid);
  }

  private static List<String> hostNames(Pod pod) {
    String host = pod.getSpec().getHostname();
    String domain = pod.getSpec().getSubdomain();
    if (host == null || domain == null) {
      return List.of();
    }
    String name = "%s.%s.%s.svc".formatted(host, domain, pod.getMetadata().getNamespace());
    return List.of(name, name + ".cluster.local");
  }
}
