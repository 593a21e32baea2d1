// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A {@code hostPath} volume: a directory or file on the node.
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
   * Returns the type that Kubernetes checks before mounting.
   *
   * @return for example {@code DirectoryOrCreate}, or an empty string for no check
   */
  @Value.Default
  default String type() {
    return "";
  }

  /**
   * Returns a builder.
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
