// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Draws text of a terminal as SVG. Parts of lines are styled by marks, which take no room. */
final class TextPicture {
  private static final int LINE = 18;
  private static final double CHARACTER = 7.8;
  private static final int MARGIN = 16;

  /** A style: its mark at the beginning, and the attributes of its text. */
  enum Style {
    NAME('\ue001', "fill=\"#7ee787\" font-weight=\"bold\""),
    FAINT('\ue002', "fill=\"#8b949e\""),
    OVERWRITTEN('\ue003', "fill=\"#f0883e\" text-decoration=\"line-through\"");

    private static final char END = '\ue000';
    private final char mark;
    private final String attributes;

    Style(char mark, String attributes) {
      this.mark = mark;
      this.attributes = attributes;
    }

    /** Returns what marks a text. */
    UnaryOperator<String> marking() {
      return text -> mark + text + END;
    }
  }

  private TextPicture() {}

  /**
   * Draws lines.
   *
   * @param title for readers of the page who do not see the picture
   */
  static String of(String title, List<String> lines) {
    int width = lines.stream().mapToInt(line -> visible(line).length()).max().orElse(0);
    List<String> svg = new ArrayList<>();
    svg.add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" role="img">
        <title>%s</title>
        <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
        <g font-family="Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" \
        fill="#e6edf3" xml:space="preserve">\
        """
            .formatted(
                Math.round(width * CHARACTER) + 2 * MARGIN,
                lines.size() * LINE + 2 * MARGIN,
                escaped(title)));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        svg.add(
            "<text x=\"%d\" y=\"%d\">%s</text>"
                .formatted(MARGIN, MARGIN + LINE * i + 13, styled(lines.get(i))));
      }
    }
    svg.add("</g>");
    svg.add("</svg>");
    return String.join("\n", svg) + "\n";
  }

  private static String styled(String line) {
    String text = escaped(line).replace(" ", "&#160;");
    for (Style style : Style.values()) {
      text = text.replace(String.valueOf(style.mark), "<tspan %s>".formatted(style.attributes));
    }
    return text.replace(String.valueOf(Style.END), "</tspan>");
  }

  private static String visible(String line) {
    return line.replaceAll("[\ue000-\ue003]", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
