// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;

/** Input that cannot be compared; the message is meant for the user. */
public final class DiffException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  /** Creates one with a code and a message: what is wrong, what is accepted, what to change. */
  public DiffException(PodsmithError code, String message) {
    super(code, message);
  }
}
