// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

/**
 * Emphasizes parts of a text by escape sequences, on terminals only.
 *
 * @param isColored whether to write escape sequences
 */
public record Paint(boolean isColored) {
  private static final String ESCAPE = "\u001b[";

  public String bold(String text) {
    return painted("1", text);
  }

  public String faint(String text) {
    return painted("2", text);
  }

  public String struck(String text) {
    return painted("9", text);
  }

  public String step(String text) {
    return painted("36", text);
  }

  public String added(String text) {
    return painted("32", text);
  }

  public String removed(String text) {
    return painted("31", text);
  }

  public String changed(String text) {
    return painted("33", text);
  }

  private String painted(String code, String text) {
    return isColored && !text.isEmpty()
        ? "%s%sm%s%s0m".formatted(ESCAPE, code, text, ESCAPE)
        : text;
  }
}
