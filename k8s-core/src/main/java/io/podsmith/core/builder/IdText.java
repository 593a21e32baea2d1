// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text that is the same for all executors but for their ids, cut where the id stands. */
final class IdText {
  private final List<String> parts;
  private final int length;

  private IdText(List<String> parts) {
    this.parts = List.copyOf(parts);
    this.length = parts.stream().mapToInt(String::length).sum();
  }

  /**
   * Finds out where the id stands by comparing two texts.
   *
   * @param oneId the id in {@code one}; as long as {@code otherId}, and different at every place
   * @return nothing where the texts differ in more than the ids
   */
  static Optional<IdText> of(String one, String oneId, String other, String otherId) {
    if (one.length() != other.length()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    int begin = 0;
    int at = 0;
    while (at < one.length()) {
      if (one.charAt(at) == other.charAt(at)) {
        at++;
      } else if (one.startsWith(oneId, at) && other.startsWith(otherId, at)) {
        parts.add(one.substring(begin, at));
        at += oneId.length();
        begin = at;
      } else {
        return Optional.empty();
      }
    }
    parts.add(one.substring(begin));
    return Optional.of(new IdText(parts));
  }

  /** Returns the text of an executor, whose id must be as long as those that were compared. */
  String with(String id) {
    StringBuilder text = new StringBuilder(length + parts.size() * id.length());
    text.append(parts.get(0));
    for (int i = 1; i < parts.size(); i++) {
      text.append(id).append(parts.get(i));
    }
    return text.toString();
  }
}
