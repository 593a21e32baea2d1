// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A volume that the user has configured, and its mount in Spark's container.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface VolumeSpec {
  /**
   * Returns the name of the volume.
   *
   * @return the name from the setting
   */
  String name();

  /**
   * Returns the mount path.
   *
   * @return a path in the container
   */
  String mountPath();

  /**
   * Returns the directory of the volume that is mounted.
   *
   * @return a relative path, or empty for the root of the volume
   */
  Optional<String> subPath();

  /**
   * Returns the directory of the volume that is mounted, with environment variables that Kubernetes
   * expands.
   *
   * @return an expression, or empty for the root of the volume; never set together with {@link
   *     #subPath()}
   */
  Optional<String> subPathExpr();

  /**
   * Returns whether the mount is read-only.
   *
   * @return true for a read-only mount
   */
  @Value.Default
  default boolean isReadOnly() {
    return false;
  }

  /**
   * Returns the source of the volume.
   *
   * @return the source
   */
  VolumeSource source();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link VolumeSpec}. */
  final class Builder extends ImmutableVolumeSpec.Builder {
    Builder() {}
  }
}
