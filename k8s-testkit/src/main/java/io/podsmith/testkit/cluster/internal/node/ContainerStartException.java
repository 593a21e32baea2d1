package io.podsmith.testkit.cluster.internal.node;

/** A container that cannot be started now; the reason is what its waiting state says. */
final class ContainerStartException extends Exception {
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

  String reason() {
    return reason;
  }
}
