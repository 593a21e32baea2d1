// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * An {@code nfs} volume: a directory of an NFS server.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface NfsVolume extends VolumeSource {
  /**
   * Returns the exported path.
   *
   * @return a path on the server
   */
  String path();

  /**
   * Returns the NFS server.
   *
   * @return a host name or address
   */
  String server();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link NfsVolume}. */
  final class Builder extends ImmutableNfsVolume.Builder {
    Builder() {}
  }
}
