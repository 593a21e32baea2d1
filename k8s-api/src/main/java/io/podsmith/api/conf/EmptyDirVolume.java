// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * An {@code emptyDir} volume: scratch space that exists as long as the pod.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface EmptyDirVolume extends VolumeSource {
  /**
   * Returns the storage medium.
   *
   * @return {@code Memory} for tmpfs, or empty for the disk of the node
   */
  Optional<String> medium();

  /**
   * Returns the size limit.
   *
   * @return a Kubernetes quantity such as {@code 10Gi}, or empty if the size is not limited
   */
  Optional<String> sizeLimit();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link EmptyDirVolume}. */
  final class Builder extends ImmutableEmptyDirVolume.Builder {
    Builder() {}
  }
}
