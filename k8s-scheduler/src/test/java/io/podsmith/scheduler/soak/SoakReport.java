// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Decides whether what a process used stayed flat, and shows it as a plot in SVG. */
final class SoakReport {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 90;
  private static final int LEFT = 70;
  private static final int GAP = 40;

  private final List<SoakSample> samples;

  SoakReport(List<SoakSample> samples) {
    this.samples = List.copyOf(samples);
  }

  /**
   * A quantity that has to stay flat.
   *
   * @param slack how much the last third may exceed the second, beside a tenth of it
   */
  private record Quantity(
      String name, String unit, double slack, ToDoubleFunction<SoakSample> value) {}

  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("heap after collection", "MB", 2, sample -> sample.heap() / 1e6),
          new Quantity("threads", "", 3, SoakSample::threads),
          new Quantity("open files", "", 5, SoakSample::files),
          new Quantity("sockets", "", 5, SoakSample::sockets));

  /** Returns which quantities grew from the second third, after the warm-up, to the last. */
  List<String> grown() {
    List<String> grown = new ArrayList<>();
    for (Quantity quantity : QUANTITIES) {
      double middle = median(quantity, 1);
      double last = median(quantity, 2);
      if (last > middle * 1.1 + quantity.slack()) {
        grown.add(
            String.format(
                Locale.ROOT,
                "%s: %.1f in the second third, %.1f in the last",
                quantity.name(),
                middle,
                last));
      }
    }
    return grown;
  }

  /** Returns one line for each quantity. */
  String text() {
    return QUANTITIES.stream()
        .map(
            quantity ->
                String.format(
                    Locale.ROOT,
                    "%s: medians of the thirds %.1f, %.1f, %.1f %s",
                    quantity.name(),
                    median(quantity, 0),
                    median(quantity, 1),
                    median(quantity, 2),
                    quantity.unit()))
        .collect(Collectors.joining("\n"));
  }

  private double median(Quantity quantity, int third) {
    List<Double> values =
        samples.subList(third * samples.size() / 3, (third + 1) * samples.size() / 3).stream()
            .map(sample -> quantity.value().applyAsDouble(sample))
            .sorted()
            .toList();
    return values.get(values.size() / 2);
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    int height = 30 + QUANTITIES.size() * (HEIGHT + GAP);
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">",
        LEFT + WIDTH + 30,
        height);
    line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    double minutes = last().seconds() / 60;
    line(
        svg,
        "<text x=\"%d\" y=\"18\">%.0f min, %,d executors came and went</text>",
        LEFT,
        minutes,
        last().executors());
    for (int i = 0; i < QUANTITIES.size(); i++) {
      panel(svg, QUANTITIES.get(i), 45 + i * (HEIGHT + GAP));
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(StringBuilder svg, Quantity quantity, int top) {
    double highest = 1.25 * samples.stream().mapToDouble(quantity.value()).max().orElse(1);
    String points =
        samples.stream()
            .map(
                sample ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + WIDTH * sample.seconds() / last().seconds(),
                        top + HEIGHT * (1 - quantity.value().applyAsDouble(sample) / highest)))
            .collect(Collectors.joining(" "));
    line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", LEFT + 6, top + 12, quantity.name());
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f %s</text>",
        LEFT - 6,
        top + 8,
        highest,
        quantity.unit());
    line(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 6, top + HEIGHT);
    line(
        svg,
        "<path d=\"M%d,%dv%dh%d\" fill=\"none\" stroke=\"#8a8f98\"/>",
        LEFT,
        top,
        HEIGHT,
        WIDTH);
    line(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#2f6fde\" stroke-width=\"1.5\"/>",
        points);
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f min</text>",
        LEFT + WIDTH,
        top + HEIGHT + 13,
        last().seconds() / 60);
  }

  private SoakSample last() {
    return samples.get(samples.size() - 1);
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
