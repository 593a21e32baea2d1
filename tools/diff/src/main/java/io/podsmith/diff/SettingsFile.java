// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of settings, read as {@code spark-submit --properties-file} does.
 *
 * @param path where it is
 * @param settings its settings of Spark; other keys are ignored, as Spark ignores them
 */
public record SettingsFile(Path path, SortedMap<String, String> settings) {
  public SettingsFile {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * Reads a file.
   *
   * @throws DiffException if it cannot be read, or has a syntax error; the message names the line
   */
  public static SettingsFile read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DiffException(
          PodsmithError.CONF_MALFORMED,
          "'%s' is not a text in UTF-8; it must be a properties file".formatted(file));
    } catch (IOException e) {
      throw new DiffException(
          PodsmithError.CONF_FILE,
          "cannot read '%s' (%s); it must be a properties file"
              .formatted(file, e.getClass().getSimpleName()));
    }
    checkEscapes(file, text);
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be read", e);
    }
    SortedMap<String, String> settings = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        settings.put(key, properties.getProperty(key).trim());
      }
    }
    return new SettingsFile(file, settings);
  }

  /** Java's reader of properties fails on a bad escape without the line. */
  private static void checkEscapes(Path file, String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.stripLeading().startsWith("#") || line.stripLeading().startsWith("!")) {
        continue;
      }
      for (int at = line.indexOf('\\'); at >= 0; at = line.indexOf('\\', at + 2)) {
        if (line.startsWith("u", at + 1)
            && !line.substring(at + 2, Math.min(line.length(), at + 6)).matches("[0-9a-fA-F]{4}")) {
          throw new DiffException(
              PodsmithError.CONF_MALFORMED,
              """
              %s:%d is not a valid property: four hexadecimal digits must follow \\u; write \\\\ \
              for a backslash\
              """
                  .formatted(file, i + 1));
        }
      }
    }
  }
}
