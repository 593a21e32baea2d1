// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;

/** Volumes of the cluster. */
public final class PersistentVolumeStrategy extends Strategy {
  public static final String PROTECTION = "kubernetes.io/pv-protection";

  @Override
  public void setDefaults(ObjectNode volume) {
    ObjectNode spec = Json.child(volume, "spec");
    Json.defaultTo(spec, "persistentVolumeReclaimPolicy", "Retain");
    Json.defaultTo(spec, "volumeMode", "Filesystem");
    if (spec.get("hostPath") instanceof ObjectNode hostPath && !hostPath.has("type")) {
      hostPath.put("type", "");
    }
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode volume) {
    volume
        .putObject("status")
        .put("phase", "Pending")
        .put("lastPhaseTransitionTime", Timestamps.now());
    VolumeClaimStrategy.protect(volume, PROTECTION);
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }
}
