package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures that Podsmith and its steps report on purpose.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class SparkKubernetesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The id alone, so that the serialized form does not need a plugin's enum. */
  private final String codeId;

  /**
   * Makes a failure without an underlying one.
   *
   * @param code the kind of failure
   * @param message what is wrong with which value, what is accepted, what to change; no secrets
   */
  public SparkKubernetesException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * Makes a failure.
   *
   * @param code the kind of failure
   * @param message what is wrong with which value, what is accepted, what to change; no secrets
   * @param cause the underlying failure, or null
   */
  public SparkKubernetesException(ErrorCode code, String message, @Nullable Throwable cause) {
    super("[" + code.id() + "] " + message, cause);
    this.codeId = code.id();
  }

  /**
   * Returns the id of the error code, which also opens the message.
   *
   * @return for example {@code PODSMITH-CONF-003}
   */
  public final String codeId() {
    return codeId;
  }
}
