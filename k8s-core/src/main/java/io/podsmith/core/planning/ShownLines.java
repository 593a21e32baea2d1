// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows a text of several lines, such as a file in a ConfigMap, without the lines of secrets. */
final class ShownLines {
  /** A property of Hadoop's configuration files. */
  private static final Pattern HADOOP =
      Pattern.compile(
          "(<name>\\s*(?<name>[^<]*?)\\s*</name>\\s*<value>)(?<value>[^<]*)(?=</value>)");

  private final Withholding withholding;

  ShownLines(Withholding withholding) {
    this.withholding = withholding;
  }

  String of(String text) {
    String plain = text.contains("<name>") ? withoutSecretsOfHadoop(text) : text;
    List<String> shown = new ArrayList<>();
    boolean isContinued = false;
    for (String line : plain.split("\n", -1)) {
      String now = isContinued ? Plan.WITHHELD : line(line);
      isContinued = !now.equals(line) && endsWithBackslash(line);
      shown.add(now);
    }
    return String.join("\n", shown);
  }

  private String withoutSecretsOfHadoop(String text) {
    return HADOOP
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    withholding.isSecretLine(found.group(2), found.group(3))
                        ? found.group(1) + Plan.WITHHELD
                        : found.group()));
  }

  private String line(String line) {
    for (Map.Entry<String, String> property : properties(line).entrySet()) {
      String key = property.getKey();
      String value = property.getValue();
      if (!value.equals(Plan.WITHHELD) && withholding.isSecretLine(key, value)) {
        return withholding.repeatsSecret(key)
            ? Plan.WITHHELD
            : "%s=%s".formatted(key, Plan.WITHHELD);
      }
    }
    return withholding.repeatsSecret(line) ? Plan.WITHHELD : line;
  }

  /** Returns the property that a line sets, none where it is no line of a file of properties. */
  private static Map<String, String> properties(String line) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
    Map<String, String> properties = new TreeMap<>();
    one.stringPropertyNames().forEach(key -> properties.put(key, one.getProperty(key)));
    return properties;
  }

  private static boolean endsWithBackslash(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }
}
