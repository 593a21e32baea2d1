package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * One entry of a secret.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface SecretKeyReference {
  /**
   * Returns the name of the secret.
   *
   * @return a name in the namespace of the pod
   */
  String secretName();

  /**
   * Returns the key within the secret.
   *
   * @return the key
   */
  String key();

  /**
   * Starts a value.
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
