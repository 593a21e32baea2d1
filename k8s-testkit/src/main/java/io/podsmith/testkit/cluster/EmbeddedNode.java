// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.node.Kubelet;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The node of an {@link EmbeddedCluster}. Simulates events of real nodes, such as evictions.
 *
 * <p>All methods return immediately; the effect appears in the status of the pod. Safe for use by
 * several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedNode {
  private final String name;
  private final Kubelet kubelet;

  EmbeddedNode(String name, Kubelet kubelet) {
    this.name = name;
    this.kubelet = kubelet;
  }

  /**
   * Returns the name of the node.
   *
   * @return the value of {@code spec.nodeName} in pods of this node
   */
  public String name() {
    return name;
  }

  /**
   * Returns the address of the node.
   *
   * @return a loopback address, the value of {@code status.hostIP} in pods of this node
   */
  public String address() {
    return kubelet.hostIp();
  }

  /**
   * Stops scheduling pods on the node, like {@code kubectl cordon}. New pods stay pending and are
   * reported as {@code Unschedulable}.
   */
  public void cordon() {
    kubelet.scheduler().setUnschedulable(true);
  }

  /** Schedules pods again, including pending ones, like {@code kubectl uncordon}. */
  public void uncordon() {
    kubelet.scheduler().setUnschedulable(false);
  }

  /**
   * Evicts a pod like a node under resource pressure: kills its containers, sets the phase {@code
   * Failed} with the reason {@code Evicted}, and sets the condition {@code DisruptionTarget}.
   *
   * @param namespace the namespace of the pod
   * @param pod the name of the pod
   * @param message the message of the pod status, for example {@code The node was low on resource:
   *     memory.}
   * @throws IllegalArgumentException if the pod is not on the node
   */
  public void evict(String namespace, String pod, String message) {
    kubelet.evict(namespace, pod, message);
  }

  /**
   * Kills a container with SIGKILL, like {@code kill -9} on the node. Its exit code is 137.
   *
   * @param namespace the namespace of the pod
   * @param pod the name of the pod
   * @param container the name of the container
   * @throws IllegalArgumentException if the pod is not on the node
   */
  public void kill(String namespace, String pod, String container) {
    kubelet.kill(namespace, pod, container);
  }

  /**
   * Kills a container like the kernel does when the container exceeds its memory limit. Its exit
   * code is 137 and its reason {@code OOMKilled}.
   *
   * @param namespace the namespace of the pod
   * @param pod the name of the pod
   * @param container the name of the container
   * @throws IllegalArgumentException if the pod is not on the node
   */
  public void killOutOfMemory(String namespace, String pod, String container) {
    kubelet.killOutOfMemory(namespace, pod, container);
  }

  /**
   * Shuts the node down gracefully: stops all containers, sets the phase {@code Failed} with the
   * reason {@code Terminated} on all pods, and schedules no more pods.
   *
   * @param grace the time after which containers are killed, rounded down to seconds
   */
  public void shutDown(Duration grace) {
    kubelet.shutDown(grace.toSeconds());
  }
}
