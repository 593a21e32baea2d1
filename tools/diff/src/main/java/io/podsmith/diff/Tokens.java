// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The tokens of settings files, which the embedded API servers must accept. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile("spark\\.kubernetes\\.authenticate\\.(.+\\.)?oauthToken(File)?");

  private Tokens() {}

  static Set<String> in(Collection<? extends Map<String, String>> files) {
    Set<String> tokens = new TreeSet<>();
    for (Map<String, String> settings : files) {
      settings.forEach(
          (key, value) -> {
            if (TOKEN.matcher(key).matches()) {
              tokens.add(key.endsWith("File") ? content(value) : value);
            }
          });
    }
    tokens.remove("");
    return tokens;
  }

  private static String content(String file) {
    try {
      return Files.readString(LocalFiles.path(file)).trim();
    } catch (IOException | InvalidPathException e) {
      // both sides report it
      return "";
    }
  }
}
