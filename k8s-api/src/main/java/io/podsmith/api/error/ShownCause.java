// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.jspecify.annotations.Nullable;

/** Stands for the cause of an exception whose message contains credentials in a URI. */
final class ShownCause extends Exception {
  private static final long serialVersionUID = 1L;

  /** Ends the search in chains of causes that form a cycle. */
  private static final int DEEPEST = 30;

  private ShownCause(Throwable hidden, @Nullable Throwable cause) {
    super(ShownUri.of(hidden.toString()), cause);
    setStackTrace(hidden.getStackTrace());
  }

  /** Returns the cause, or what stands for it and for its causes. */
  static @Nullable Throwable of(@Nullable Throwable cause) {
    return hasCredentials(cause) ? copy(cause, 0) : cause;
  }

  private static @Nullable Throwable copy(@Nullable Throwable cause, int depth) {
    return cause == null || depth == DEEPEST
        ? null
        : new ShownCause(cause, copy(cause.getCause(), depth + 1));
  }

  private static boolean hasCredentials(@Nullable Throwable cause) {
    Throwable each = cause;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      String text = each.toString();
      if (!ShownUri.of(text).equals(text)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }
}
