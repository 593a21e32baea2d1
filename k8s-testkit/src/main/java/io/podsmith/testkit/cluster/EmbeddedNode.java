package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.node.Kubelet;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The node of an {@link EmbeddedCluster}, to have things happen to pods that happen on real nodes.
 *
 * <p>All methods return at once; what follows is seen in the pod's status. Safe for use by several
 * threads.
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
   * @return the name, as {@code spec.nodeName} of pods has it
   */
  public String name() {
    return name;
  }

  /**
   * Returns the address of the node.
   *
   * @return an address of the loopback network, as {@code status.hostIP} of pods has it
   */
  public String address() {
    return kubelet.hostIp();
  }

  /**
   * Places no more pods, as {@code kubectl cordon} does. Pods that come stay pending and are
   * reported as {@code Unschedulable}.
   */
  public void cordon() {
    kubelet.scheduler().setUnschedulable(true);
  }

  /** Places pods again, those that waited included. */
  public void uncordon() {
    kubelet.scheduler().setUnschedulable(false);
  }

  /**
   * Ends a pod as a node does that runs out of something: its containers are killed, its phase
   * becomes {@code Failed} with reason {@code Evicted}, and the condition {@code DisruptionTarget}
   * is set.
   *
   * @param namespace the pod's namespace
   * @param pod the pod's name
   * @param message what the status says, for example {@code The node was low on resource: memory.}
   * @throws IllegalArgumentException where no such pod is on the node
   */
  public void evict(String namespace, String pod, String message) {
    kubelet.evict(namespace, pod, message);
  }

  /**
   * Kills a container with SIGKILL, as {@code kill -9} on the node does; its exit code is 137.
   *
   * @param namespace the pod's namespace
   * @param pod the pod's name
   * @param container the container's name
   * @throws IllegalArgumentException where no such pod is on the node
   */
  public void kill(String namespace, String pod, String container) {
    kubelet.kill(namespace, pod, container);
  }

  /**
   * Kills a container as the kernel does when it takes more memory than it may: its exit code is
   * 137, its reason {@code OOMKilled}.
   *
   * @param namespace the pod's namespace
   * @param pod the pod's name
   * @param container the container's name
   * @throws IllegalArgumentException where no such pod is on the node
   */
  public void killOutOfMemory(String namespace, String pod, String container) {
    kubelet.killOutOfMemory(namespace, pod, container);
  }

  /**
   * Shuts the node down in an orderly way: containers are told to stop, pods become {@code Failed}
   * with reason {@code Terminated}, and no pod is placed any more.
   *
   * @param grace how long containers may take before they are killed, in whole seconds
   */
  public void shutDown(Duration grace) {
    kubelet.shutDown(grace.toSeconds());
  }
}
