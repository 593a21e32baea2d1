// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** Builds owner references, with which Kubernetes deletes objects together with their owner. */
public final class OwnerReferences {
  private OwnerReferences() {}

  /** Returns a reference to a pod. */
  public static OwnerReference pod(String podName, String podUid) {
    return of("v1", "Pod", podName, podUid);
  }

  /** Returns a reference to an object of any kind, as its controller. */
  public static OwnerReference of(String apiVersion, String kind, String name, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .build();
  }
}
