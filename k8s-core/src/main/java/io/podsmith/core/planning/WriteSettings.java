// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.planning.RoleReads.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders the settings behind the value of a field: a step writes at its end, so all that it had
 * read by then may be the reason. Those come first whose values show in the field's.
 */
final class WriteSettings {
  /** Shorter texts occur in each other by chance. */
  private static final int LEAST_PART = 3;

  private WriteSettings() {}

  /**
   * Returns the keys, the most likely reason first, the others in the order of their first use.
   *
   * @param reads what the step had read
   * @param path the path of the field
   * @param value the value that it wrote, which may be a secret
   */
  static List<String> of(List<Known> reads, String path, Object value) {
    Set<String> texts = new HashSet<>();
    addTexts(value, texts);
    List<Known> ordered = new ArrayList<>(reads);
    ordered.sort(Comparator.comparingInt(each -> rank(each, path, texts)));
    return ordered.stream().map(Known::key).toList();
  }

  private static int rank(Known read, String path, Set<String> texts) {
    String text = read.value().orElse("");
    boolean isSame = texts.contains(text) && read.value().isPresent();
    boolean isNamed = isNamed(read, path);
    if (isSame && isNamed) {
      return 0;
    }
    if (isNamed && read.isSet()) {
      return 1;
    }
    if (isSame) {
      return read.isSet() ? 2 : 4;
    }
    if (read.isSet()) {
      return sharesPart(text, texts) ? 3 : 5;
    }
    return 6;
  }

  /** Returns whether what follows the prefix of the setting names the field. */
  private static boolean isNamed(Known read, String path) {
    String name = read.name();
    return !name.equals(read.key())
        && (path.endsWith("[%s]".formatted(name))
            || path.endsWith(".%s".formatted(name))
            || path.contains("=%s]".formatted(name)));
  }

  private static boolean sharesPart(String text, Set<String> texts) {
    return texts.stream()
        .anyMatch(
            other ->
                (text.length() >= LEAST_PART && other.contains(text))
                    || (other.length() >= LEAST_PART && text.contains(other)));
  }

  private static void addTexts(Object value, Set<String> texts) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> addTexts(each, texts));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> addTexts(each, texts));
    } else {
      texts.add(String.valueOf(value));
    }
  }
}
