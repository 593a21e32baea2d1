// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

/**
 * A component that reports events.
 *
 * @param component its name, for example {@code kubelet}
 * @param instance which one it is, for example the name of the node
 * @param action what it was doing; empty for components that report events in the form of {@code
 *     source}, as the kubelet does. Others set {@code action} and {@code eventTime}, as
 *     kube-scheduler does
 */
public record Reporter(String component, String instance, String action) {
  /** Returns the kubelet of a node. */
  public static Reporter kubelet(String node) {
    return new Reporter("kubelet", node, "");
  }

  /** Returns a scheduler. */
  public static Reporter scheduler(String name, String node, String action) {
    return new Reporter(name, "%s-%s".formatted(name, node), action);
  }
}
