// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the containers of one namespace refer to, read afresh whenever it is asked for. */
public final class ClusterObjects {
  private final KubernetesClient client;
  private final String namespace;

  public ClusterObjects(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Returns text and binary data of a ConfigMap, empty where there is no such ConfigMap. */
  Optional<Map<String, byte[]>> configMap(String name) {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(name).get();
    if (map == null) {
      return Optional.empty();
    }
    Map<String, byte[]> data = new TreeMap<>();
    if (map.getData() != null) {
      map.getData().forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
    }
    if (map.getBinaryData() != null) {
      map.getBinaryData().forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text)));
    }
    return Optional.of(data);
  }

  /** Returns the decoded data of a Secret, empty where there is no such Secret. */
  Optional<Map<String, byte[]>> secret(String name) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      return Optional.empty();
    }
    Map<String, byte[]> data = new TreeMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text)));
    }
    return Optional.of(data);
  }

  Optional<PersistentVolumeClaim> claim(String name) {
    return Optional.ofNullable(
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get());
  }

  /** Says that a claim has its volume, as large as it wants to be; here every claim has. */
  void bind(PersistentVolumeClaim claim) {
    if (claim.getStatus() != null
        && "Bound".equals(claim.getStatus().getPhase())
        && claim.getSpec().getResources().getRequests().equals(claim.getStatus().getCapacity())) {
      return;
    }
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "status",
                    Map.of(
                        "phase", "Bound",
                        "accessModes", claim.getSpec().getAccessModes(),
                        "capacity", claim.getSpec().getResources().getRequests())));
    client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName(claim.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  String namespace() {
    return namespace;
  }
}
