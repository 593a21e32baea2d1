package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A folder or file of the node.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface HostPathVolume extends VolumeSource {
  /**
   * Returns the path on the node.
   *
   * @return a path
   */
  String path();

  /**
   * Returns what Kubernetes checks before it mounts.
   *
   * @return for example {@code DirectoryOrCreate}, empty text for no check
   */
  @Value.Default
  default String type() {
    return "";
  }

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link HostPathVolume}. */
  final class Builder extends ImmutableHostPathVolume.Builder {
    Builder() {}
  }
}
