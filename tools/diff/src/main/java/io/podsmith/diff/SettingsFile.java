// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads files of settings as {@code spark-submit --properties-file} does. */
final class SettingsFile {
  private SettingsFile() {}

  /** Returns the settings of Spark; other keys are ignored, as Spark ignores them. */
  static SortedMap<String, String> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DiffException("%s is not a text in UTF-8.".formatted(file));
    } catch (IOException e) {
      throw new DiffException(
          "%s cannot be read (%s). Give a properties file."
              .formatted(file, e.getClass().getSimpleName()));
    }
    checkEscapes(file, text);
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new DiffException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
    SortedMap<String, String> settings = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        settings.put(key, properties.getProperty(key).trim());
      }
    }
    return settings;
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
              "%s:%d: \\u must be followed by four hexadecimal digits. Write \\\\u for a backslash."
                  .formatted(file, i + 1));
        }
      }
    }
  }
}
