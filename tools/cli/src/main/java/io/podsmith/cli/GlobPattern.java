// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds local files by the wildcards that Hadoop accepts in paths. */
final class GlobPattern {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private GlobPattern() {}

  static boolean isIn(String path) {
    return WILDCARD.matcher(path).find();
  }

  /**
   * Returns the regular files that match, sorted by path.
   *
   * @param path an absolute path
   * @throws PatternSyntaxException if a bracket is not closed
   */
  static List<Path> find(Path path) {
    List<Path> found = List.of(path.getRoot());
    for (Path name : path) {
      found = descend(found, name.toString());
    }
    return found.stream().filter(Files::isRegularFile).sorted().toList();
  }

  private static List<Path> descend(List<Path> directories, String name) {
    if (!isIn(name)) {
      return directories.stream().map(each -> each.resolve(name)).filter(Files::exists).toList();
    }
    Pattern pattern = Pattern.compile(regex(name));
    List<Path> found = new ArrayList<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> entries =
            Files.newDirectoryStream(
                directory, entry -> pattern.matcher(entry.getFileName().toString()).matches())) {
          entries.forEach(found::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return found;
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    boolean isInClass = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (isInClass) {
        isInClass = c != ']';
        boolean isNegation = (c == '^' || c == '!') && glob.charAt(i - 1) == '[';
        regex.append(isNegation ? "^" : "[\\&".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      } else if (c == '[') {
        isInClass = true;
        regex.append(c);
      } else {
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              case '{' -> "(?:";
              case '}' -> ")";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
    }
    return regex.toString();
  }
}
