// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * The application that a driver runs.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface MainAppResource {
  /**
   * Returns the language of the application.
   *
   * @return the language
   */
  AppLanguage language();

  /**
   * Returns the application file.
   *
   * @return a path or URI, or empty if the classes are part of the image
   */
  Optional<String> file();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link MainAppResource}. */
  final class Builder extends ImmutableMainAppResource.Builder {
    Builder() {}
  }
}
