// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong in a template: mistakes that cannot work, and oddities that are sent as written.
 */
final class TemplateSlips {
  private final List<Slip> slips = new ArrayList<>();

  private record Slip(String place, String problem, boolean isError) {}

  /** Records a mistake with which no pod can be created. */
  void error(String place, String problem) {
    slips.add(new Slip(place, problem, true));
  }

  /** Records what is sent as written although it hardly means what its author wants. */
  void warning(String place, String problem) {
    slips.add(new Slip(place, problem, false));
  }

  boolean hasErrors() {
    return slips.stream().anyMatch(Slip::isError);
  }

  boolean isEmpty() {
    return slips.isEmpty();
  }

  /** Returns all of them, one per line, in the order of the template. */
  String lines() {
    return slips.stream()
        .map(slip -> "\n  %s: %s".formatted(slip.place(), slip.problem()))
        .collect(Collectors.joining());
  }
}
