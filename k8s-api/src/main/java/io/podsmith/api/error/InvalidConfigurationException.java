// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a setting is invalid, before anything is created in the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class InvalidConfigurationException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  /** The key of the invalid setting. */
  private final String key;

  /**
   * Creates an exception with the given message and cause.
   *
   * @param code the error code
   * @param key the key of the invalid setting, for example {@code spark.kubernetes.namespace}
   * @param message the complete message: the invalid value, the accepted values, what to change; no
   *     secrets
   * @param cause the cause, or null
   */
  public InvalidConfigurationException(
      ErrorCode code, String key, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.key = key;
  }

  /**
   * Creates an exception with the given message.
   *
   * @param code the error code
   * @param key the key of the invalid setting, for example {@code spark.kubernetes.namespace}
   * @param message the complete message: the invalid value, the accepted values, what to change; no
   *     secrets
   */
  public InvalidConfigurationException(ErrorCode code, String key, String message) {
    this(code, key, message, null);
  }

  /**
   * Creates an exception with the standard message: {@code <key> is '<value>' but must be
   * <accepted>; <fix>}.
   *
   * @param code the error code
   * @param key the key of the invalid setting
   * @param value the invalid value; pass a placeholder if the setting is a secret
   * @param accepted the accepted values, as a phrase that follows "must be"
   * @param fix what to change, in the imperative
   * @return the exception, for the caller to throw
   */
  public static InvalidConfigurationException of(
      ErrorCode code, String key, String value, String accepted, String fix) {
    return new InvalidConfigurationException(
        code, key, "%s is '%s' but must be %s; %s".formatted(key, value, accepted, fix));
  }

  /**
   * Returns the key of the invalid setting.
   *
   * @return the key, for example {@code spark.kubernetes.namespace}
   */
  public final String key() {
    return key;
  }
}
