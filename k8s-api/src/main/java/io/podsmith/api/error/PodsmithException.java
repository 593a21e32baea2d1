// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of all exceptions that Podsmith and its steps throw to report an error.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PodsmithException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The id alone, so that the serialized form does not need a plugin's enum. */
  private final String codeId;

  /**
   * Creates an exception without a cause. Credentials in URIs of the message are hidden.
   *
   * @param code the error code
   * @param message what is wrong with which value, what is accepted, what to change; no secrets
   */
  public PodsmithException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * Creates an exception. Credentials in URIs of the message and of the causes are hidden: a cause
   * with such a URI is replaced by one that has its text and stack trace, but not its class.
   *
   * @param code the error code
   * @param message what is wrong with which value, what is accepted, what to change; no secrets
   * @param cause the cause, or null
   */
  public PodsmithException(ErrorCode code, String message, @Nullable Throwable cause) {
    super("[%s] %s".formatted(code.id(), ShownUri.of(message)), ShownCause.of(cause));
    this.codeId = code.id();
  }

  /**
   * Returns the id of the error code. The message starts with it.
   *
   * @return for example {@code PODSMITH-CONF-003}
   */
  public final String codeId() {
    return codeId;
  }
}
