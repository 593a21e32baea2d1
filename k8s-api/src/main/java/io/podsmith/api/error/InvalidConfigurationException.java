package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A setting that cannot be used. Thrown before anything is created on the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class InvalidConfigurationException extends SparkKubernetesException {
  private static final long serialVersionUID = 1L;

  /** The setting at fault. */
  private final String key;

  /**
   * Makes a failure with a message of the caller's.
   *
   * @param code the kind of failure
   * @param key the setting at fault, for example {@code spark.kubernetes.namespace}
   * @param message the whole message: value found, values accepted, what to change; no secrets
   * @param cause the underlying failure, or null
   */
  public InvalidConfigurationException(
      ErrorCode code, String key, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.key = key;
  }

  /**
   * Makes a failure with a message of the caller's and without an underlying failure.
   *
   * @param code the kind of failure
   * @param key the setting at fault, for example {@code spark.kubernetes.namespace}
   * @param message the whole message: value found, values accepted, what to change; no secrets
   */
  public InvalidConfigurationException(ErrorCode code, String key, String message) {
    this(code, key, message, null);
  }

  /**
   * Makes a failure in the usual words: {@code <key> is '<value>' but must be <accepted>; <mend>}.
   *
   * @param code the kind of failure
   * @param key the setting at fault
   * @param value the value that was found; for a secret setting give a placeholder
   * @param accepted what would be accepted, to follow "must be"
   * @param mend what to change, in the imperative
   * @return the failure, to be thrown
   */
  public static InvalidConfigurationException of(
      ErrorCode code, String key, String value, String accepted, String mend) {
    return new InvalidConfigurationException(
        code, key, key + " is '" + value + "' but must be " + accepted + "; " + mend);
  }

  /**
   * Returns the setting at fault.
   *
   * @return the key, for example {@code spark.kubernetes.namespace}
   */
  public final String key() {
    return key;
  }
}
