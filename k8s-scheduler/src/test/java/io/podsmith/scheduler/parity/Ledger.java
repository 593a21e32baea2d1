// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
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
final class Ledger {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9-]+)` \\|.*", Pattern.MULTILINE);

  private final Map<String, Pattern> places = new TreeMap<>();
  private final Map<String, Pattern> only = new TreeMap<>();
  private final Map<String, Pattern> errors = new TreeMap<>();
  private final Map<String, Pattern> accepted = new TreeMap<>();

  private Ledger() {}

  static Ledger read() {
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(
              Files.readString(ParityCase.FOLDER.resolve("ledger/differences.properties"))));
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

  /** The ids that differences.properties knows. */
  Set<String> ids() {
    Set<String> ids = new TreeSet<>(places.keySet());
    ids.addAll(only.keySet());
    ids.addAll(errors.keySet());
    ids.addAll(accepted.keySet());
    return ids;
  }

  /** The ids that docs/differences.md explains. */
  static List<String> explained() {
    try {
      String text =
          Files.readString(
              Path.of(System.getProperty("podsmith.root", ".."), "docs/differences.md"));
      List<String> ids = new ArrayList<>();
      Matcher rows = ROW.matcher(text);
      while (rows.find()) {
        ids.add(rows.group(1));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether differences are told by what they are, whatever case they show in. */
  boolean isAnywhere(List<String> differences) {
    return differences.stream().noneMatch(only::containsKey);
  }

  Optional<String> ofPlace(ParityCase given, String place) {
    return given.differs().stream()
        .filter(id -> only.containsKey(id) && only.get(id).matcher(place).matches())
        .findFirst()
        .or(() -> first(places, pattern -> pattern.matcher(place).matches()));
  }

  Optional<String> ofError(ParityCase given, String message) {
    String text = given.role().name().toLowerCase(Locale.ROOT) + " " + message;
    return first(errors, pattern -> pattern.matcher(text).find());
  }

  Optional<String> ofAccepted(String upstreamSaid) {
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
