// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A reference to one key of a Secret.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface SecretKeyReference {
  /**
   * Returns the name of the Secret.
   *
   * @return the name of a Secret in the namespace of the pod
   */
  String secretName();

  /**
   * Returns the key in the Secret.
   *
   * @return the key
   */
  String key();

  /**
   * Returns a builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link SecretKeyReference}. */
  final class Builder extends ImmutableSecretKeyReference.Builder {
    Builder() {}
  }
}
