package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Volumes of the cluster. */
final class PersistentVolumeStrategy extends Strategy {
  static final String PROTECTION = "kubernetes.io/pv-protection";

  @Override
  void setDefaults(ObjectNode volume) {
    ObjectNode spec = Json.child(volume, "spec");
    Json.defaultTo(spec, "persistentVolumeReclaimPolicy", "Retain");
    Json.defaultTo(spec, "volumeMode", "Filesystem");
    if (spec.get("hostPath") instanceof ObjectNode hostPath && !hostPath.has("type")) {
      hostPath.put("type", "");
    }
  }

  @Override
  void prepareForCreate(ApiResource resource, ObjectNode volume) {
    volume
        .putObject("status")
        .put("phase", "Pending")
        .put("lastPhaseTransitionTime", Timestamps.now());
    VolumeClaimStrategy.protect(volume, PROTECTION);
  }

  @Override
  boolean returnsDeleted() {
    return true;
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }
}
