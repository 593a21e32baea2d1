// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lines of text that fit a width; words longer than a line are broken. */
public final class TextLines {
  private final int width;
  private final StringBuilder text = new StringBuilder();

  public TextLines(int width) {
    this.width = width;
  }

  /** Adds a line as it is, without blanks at its end. */
  public void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  public void blank() {
    text.append('\n');
  }

  /**
   * Adds words, in as many lines as needed.
   *
   * @param lead begins the first line; the others are indented by its length
   * @param separator is between two words in a line, and at the end of a line that is continued
   * @param paint emphasizes a word
   */
  public void words(
      String lead, List<String> words, String separator, UnaryOperator<String> paint) {
    int indent = lead.length();
    int room = Math.max(10, width - indent - separator.strip().length());
    StringBuilder line = new StringBuilder(lead);
    int used = 0;
    for (int i = 0; i < words.size(); i++) {
      for (String piece : pieces(words.get(i), room)) {
        if (used > 0 && used + piece.length() > room) {
          line(line.toString());
          line.setLength(0);
          line.append(" ".repeat(indent));
          used = 0;
        }
        line.append(paint.apply(piece));
        used += piece.length();
      }
      if (i < words.size() - 1) {
        line.append(separator);
        used += separator.length();
      }
    }
    line(line.toString());
  }

  private static List<String> pieces(String word, int room) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < word.length(); at += room) {
      pieces.add(word.substring(at, Math.min(word.length(), at + room)));
    }
    return pieces;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
