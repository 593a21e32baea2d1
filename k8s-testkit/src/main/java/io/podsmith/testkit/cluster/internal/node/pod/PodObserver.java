// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

/** Learns when the node no longer needs the resources of a pod. */
public interface PodObserver {
  /** The containers of a pod have ended and will not be restarted. May be called repeatedly. */
  void podEnded(String uid);

  /** The object and the files of a pod are deleted. */
  void podGone(String uid);
}
