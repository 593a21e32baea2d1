// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges whether two distributions reject settings for the same reason.
 *
 * <p>They do if both name the same setting or file, if one names a setting and the other one its
 * value, if both repeat the same answer of the API server, or if a known pair of messages says so.
 */
final class Reasons {
  private static final Pattern KEY = Pattern.compile("spark\\.[\\w.-]*\\w");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ANSWER =
      Pattern.compile("Message: (.+?)(\\.? Received status: |; caused by: |$)", Pattern.DOTALL);

  /** An absolute path, not that of a URL. */
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w:/.-])/[\\w.-]+(/[\\w.-]+)+(?=[\\s',)]|$)");

  private static final Pattern UNIQUE_ID = Pattern.compile("[0-9a-f]{14,17}");
  private static final int SHORTEST_VALUE = 3;

  /** Two messages for one reason. */
  private record Pair(Pattern theirs, Pattern ours) {}

  private final List<Pair> pairs = new ArrayList<>();

  /** Reads pairs of messages: {@code <name>.theirs} and {@code <name>.ours}. */
  Reasons(Properties properties) {
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (key.endsWith(".theirs")) {
        String ours = properties.getProperty(key.replaceFirst("theirs$", "ours"), "");
        pairs.add(
            new Pair(
                Pattern.compile(properties.getProperty(key), Pattern.DOTALL),
                Pattern.compile(ours, Pattern.DOTALL)));
      }
    }
  }

  /** Returns whether the messages have the same reason. */
  boolean areAlike(String theirs, String ours, SortedMap<String, String> settings) {
    Set<String> ourKeys = keys(ours, settings);
    Set<String> theirKeys = keys(theirs, settings);
    return ourKeys.stream().anyMatch(theirKeys::contains)
        || isSameAnswer(theirs, ours)
        || files(ours).stream().anyMatch(files(theirs)::contains)
        || ourKeys.stream().anyMatch(key -> names(theirs, key, settings.get(key)))
        || theirKeys.stream().anyMatch(key -> names(ours, key, settings.get(key)))
        || pairs.stream()
            .anyMatch(
                pair -> pair.theirs().matcher(theirs).find() && pair.ours().matcher(ours).find());
  }

  /** Returns whether both repeat the same answer of the API server. */
  private static boolean isSameAnswer(String theirs, String ours) {
    Matcher answer = ANSWER.matcher(theirs);
    return withoutIds(ours).equals(withoutIds(theirs))
        || (answer.find() && withoutIds(ours).contains(withoutIds(answer.group(1))));
  }

  private static Set<String> files(String message) {
    Set<String> files = new TreeSet<>();
    Matcher file = FILE.matcher(message);
    while (file.find()) {
      files.add(file.group());
    }
    return files;
  }

  private static String withoutIds(String text) {
    return UNIQUE_ID.matcher(text).replaceAll("<id>");
  }

  private static Set<String> keys(String message, Map<String, String> settings) {
    Set<String> keys = new TreeSet<>();
    Matcher matcher = KEY.matcher(message);
    while (matcher.find()) {
      keys.add(matcher.group());
    }
    // keys can have blanks and other characters that no pattern expects
    settings.keySet().stream().filter(message::contains).forEach(keys::add);
    return keys;
  }

  /**
   * Returns whether a message repeats the value of a setting, or the name at the end of its key.
   */
  private static boolean names(
      String message, String key, @org.jspecify.annotations.Nullable String value) {
    if (value == null) {
      return false;
    }
    String name = key.substring(key.lastIndexOf('.') + 1);
    Matcher quoted = QUOTED.matcher(message);
    while (quoted.find()) {
      String text = quoted.group(1);
      if (text.equals(value) || text.equals(name) || text.endsWith("/" + name)) {
        return true;
      }
    }
    return value.length() >= SHORTEST_VALUE && message.contains(value);
  }
}
