// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.api.error.ShownUri;

/** The line that reports an error: {@code error: CODE text}. */
public final class ErrorLine {
  private ErrorLine() {}

  /** Returns the line for an exception; one without a code is named by its class. */
  public static String of(Exception e) {
    String message = ShownUri.of(String.valueOf(e.getMessage()));
    if (e instanceof PodsmithException coded) {
      String prefix = "[%s] ".formatted(coded.codeId());
      String text = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
      return "error: %s %s".formatted(coded.codeId(), text);
    }
    return "error: %s: %s".formatted(e.getClass().getSimpleName(), message);
  }
}
