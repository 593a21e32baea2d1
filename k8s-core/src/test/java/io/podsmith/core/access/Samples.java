// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;

/** Objects beside pods. */
final class Samples {
  private Samples() {}

  static Service service() {
    return new ServiceBuilder().withNewMetadata().withName("svc").endMetadata().build();
  }

  static ConfigMap configMap(String namespace) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("map")
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  static PersistentVolumeClaim claim() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName("data")
        .endMetadata()
        .build();
  }

  static ClusterRole clusterRole() {
    return new ClusterRoleBuilder().withNewMetadata().withName("reader").endMetadata().build();
  }

  static GenericKubernetesResource podGroup() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("scheduling.volcano.sh/v1beta1")
        .withKind("PodGroup")
        .withNewMetadata()
        .withName("group")
        .endMetadata()
        .build();
  }
}
