// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.parity;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The differences that are meant: each has an id and a reason in docs/differences.md, and says in
 * {@code differences.properties} how it shows.
 *
 * <ul>
 *   <li>{@code <id>.place}: places that differ, see {@link Flat}
 *   <li>{@code <id>.only}: places that differ in the cases that name the id, and in no others
 *   <li>{@code <id>.error}: the code of our error, and what its message holds, where upstream lets
 *       the settings through
 *   <li>{@code <id>.accepts}: what upstream, or the API server, says against settings that we take
 * </ul>
 */
public final class Ledger {
  private final Map<String, Pattern> places = new TreeMap<>();
  private final Map<String, Pattern> only = new TreeMap<>();
  private final Map<String, Pattern> errors = new TreeMap<>();
  private final Map<String, Pattern> accepted = new TreeMap<>();

  private Ledger() {}

  /** Reads the text of differences.properties. */
  public static Ledger of(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Ledger ledger = new Ledger();
    for (String key : properties.stringPropertyNames()) {
      int dot = key.lastIndexOf('.');
      Map<String, Pattern> kind =
          switch (key.substring(dot + 1)) {
            case "place" -> ledger.places;
            case "only" -> ledger.only;
            case "error" -> ledger.errors;
            case "accepts" -> ledger.accepted;
            default -> throw new IllegalArgumentException(key);
          };
      kind.put(key.substring(0, dot), Pattern.compile(properties.getProperty(key), Pattern.DOTALL));
    }
    return ledger;
  }

  /** Returns the ids that differences.properties knows. */
  public Set<String> ids() {
    Set<String> ids = new TreeSet<>(places.keySet());
    ids.addAll(only.keySet());
    ids.addAll(errors.keySet());
    ids.addAll(accepted.keySet());
    return ids;
  }

  /** Returns whether differences are recognized by their place, whatever settings show them. */
  public boolean isAnywhere(List<String> differences) {
    return differences.stream().noneMatch(only::containsKey);
  }

  /**
   * Returns the id of a difference in the objects.
   *
   * @param expected the ids whose {@code only} patterns apply
   */
  public Optional<String> ofPlace(Collection<String> expected, String place) {
    return expected.stream()
        .filter(id -> only.containsKey(id) && only.get(id).matcher(place).matches())
        .findFirst()
        .or(() -> first(places, pattern -> pattern.matcher(place).matches()));
  }

  /**
   * Returns the id of a rejection by Podsmith only.
   *
   * @param role what was built: driver, executor, application or client
   */
  public Optional<String> ofError(String role, String message) {
    String text = role + " " + message;
    return first(errors, pattern -> pattern.matcher(text).find());
  }

  /** Returns the id of a rejection by upstream only. */
  public Optional<String> ofAccepted(String upstreamSaid) {
    return first(accepted, pattern -> pattern.matcher(upstreamSaid).find());
  }

  private static Optional<String> first(
      Map<String, Pattern> patterns, java.util.function.Predicate<Pattern> test) {
    return patterns.entrySet().stream()
        .filter(e -> test.test(e.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
