// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * An extended resource such as a GPU, requested with settings like {@code
 * spark.executor.resource.gpu.amount}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface ExtendedResource {
  /**
   * Returns the name of the resource.
   *
   * @return for example {@code gpu}
   */
  String name();

  /**
   * Returns the requested amount.
   *
   * @return a positive number
   */
  long amount();

  /**
   * Returns the vendor, which is the domain of the device plugin.
   *
   * @return for example {@code nvidia.com}, or empty if the user has not set one
   */
  Optional<String> vendor();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link ExtendedResource}. */
  final class Builder extends ImmutableExtendedResource.Builder {
    Builder() {}
  }
}
