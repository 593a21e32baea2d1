// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/** Reads a properties file as Spark does and records the line of each key. */
public final class PropertiesFile {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final Pattern BLANK_OR_COMMENT = Pattern.compile("[ \t\f]*(?:[#!].*)?");

  /**
   * The value of a key.
   *
   * @param line where its entry starts, counted from 1
   */
  public record Entry(String value, int line) {}

  private PropertiesFile() {}

  /**
   * Returns {@code spark-defaults.conf} in {@code SPARK_CONF_DIR} or {@code SPARK_HOME/conf}, if it
   * is there.
   */
  public static Optional<Path> defaults(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("SPARK_CONF_DIR"))
        .or(
            () ->
                Optional.ofNullable(environment.get("SPARK_HOME"))
                    .map(home -> "%s/conf".formatted(home)))
        .map(directory -> Path.of(directory, "spark-defaults.conf"))
        .filter(Files::isRegularFile);
  }

  public static Map<String, Entry> read(Path file) {
    try {
      byte[] bytes = InputLimits.read(file);
      return parse(new String(bytes, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new PodsmithException(
          PodsmithError.CONF_FILE,
          "cannot read the properties file '%s'; it must be a readable file".formatted(file),
          e);
    }
  }

  static Map<String, Entry> parse(String text, String file) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    String[] lines = LINE_END.split(text, -1);
    for (int i = 0; i < lines.length; i++) {
      if (BLANK_OR_COMMENT.matcher(lines[i]).matches()) {
        continue;
      }
      int first = i + 1;
      StringBuilder entry = new StringBuilder(lines[i]);
      while (continues(lines[i]) && i + 1 < lines.length) {
        i++;
        entry.append('\n').append(lines[i]);
      }
      if (i + 1 < lines.length) {
        entry.append('\n');
      }
      decode(entry.toString(), file, first)
          .forEach(
              (key, value) -> entries.put((String) key, new Entry(trim((String) value), first)));
    }
    return entries;
  }

  private static boolean continues(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  private static Properties decode(String entry, String file, int line) {
    Properties decoded = new Properties();
    try {
      decoded.load(new StringReader(entry));
    } catch (IOException | IllegalArgumentException e) {
      throw new PodsmithException(
          PodsmithError.CONF_MALFORMED,
          "%s:%d is not a valid property: four hexadecimal digits must follow \\u; write \\\\ for a backslash"
              .formatted(file, line),
          e);
    }
    return decoded;
  }

  /** Spark keeps line ends that are escaped, and no other blanks. */
  private static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isTrimmed(value.charAt(start))) {
      start++;
    }
    while (start < end && isTrimmed(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isTrimmed(char c) {
    return c <= ' ' && c != '\r' && c != '\n';
  }
}
