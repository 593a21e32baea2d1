// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

/** Input that cannot be compared; the message is meant for the user. */
public final class DiffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with a message: what is wrong, what is accepted. */
  public DiffException(String message) {
    super(message);
  }
}
