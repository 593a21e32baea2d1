// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

/** A container that cannot be started now; the reason is what its waiting state says. */
public final class ContainerStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason as the kubelet words it, for example {@code CreateContainerConfigError}. */
  private final String reason;

  ContainerStartException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  static ContainerStartException config(String message) {
    return new ContainerStartException("CreateContainerConfigError", message);
  }

  /** A volume that is not there yet; the container stays in creation. */
  static ContainerStartException mount(String volume, String message) {
    return new ContainerStartException(
        "ContainerCreating", "MountVolume.SetUp failed for volume \"" + volume + "\" : " + message);
  }

  /** A claim that does not exist; the container stays in creation. */
  static ContainerStartException claim(String volume, String namespace, String claim) {
    return new ContainerStartException(
        "ContainerCreating",
        """
        Unable to attach or mount volumes: unmounted volumes=[%1$s], unattached volumes=[], \
        failed to process volumes=[%1$s]: error processing PVC %2$s/%3$s: \
        failed to fetch PVC from API server: persistentvolumeclaims "%3$s" not found\
        """
            .formatted(volume, namespace, claim));
  }

  public String reason() {
    return reason;
  }
}
