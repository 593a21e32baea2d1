// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns paths inside a container into paths of this machine, in text of any kind.
 *
 * <p>A path is replaced where it stands by itself: at the beginning of a word, behind {@code =},
 * {@code :} and the like, or behind {@code file://} and {@code local://}. Parts of longer names and
 * of remote URIs such as {@code hdfs:///opt/spark} are left alone.
 */
final class PathMap {
  private static final Set<String> REMOTE_SCHEMES =
      Set.of(
          "abfs", "abfss", "ftp", "gs", "hdfs", "http", "https", "s3", "s3a", "s3n", "viewfs",
          "wasb", "wasbs");

  private final TreeMap<String, Path> hostPaths;
  private final Path root;
  private final String nodeDirectory;
  private final Pattern pattern;

  /**
   * @param hostPaths places of this machine by path in the container
   * @param root the directory that stands for {@code /} of the container
   * @param nodeDirectory the directory of the node: paths below it have been translated already
   */
  PathMap(Map<String, Path> hostPaths, Path root, Path nodeDirectory) {
    this.hostPaths =
        new TreeMap<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    hostPaths.forEach((path, host) -> this.hostPaths.put(normalize(path), host));
    this.hostPaths.remove("/");
    this.root = root;
    this.nodeDirectory = nodeDirectory.toString();
    List<String> alternatives =
        this.hostPaths.keySet().stream().map(Pattern::quote).collect(Collectors.toList());
    this.pattern = Pattern.compile("(?:" + String.join("|", alternatives) + ")(?![\\w.~-])");
  }

  /** Returns the place of this machine for a path in the container. */
  Path hostPath(String containerPath) {
    String path = normalize(containerPath);
    for (Map.Entry<String, Path> entry : hostPaths.entrySet()) {
      if (path.equals(entry.getKey())) {
        return entry.getValue();
      }
      if (path.startsWith(entry.getKey() + "/")) {
        return entry.getValue().resolve(path.substring(entry.getKey().length() + 1));
      }
    }
    return path.startsWith(nodeDirectory) ? Path.of(path) : root.resolve(path.substring(1));
  }

  /** Replaces all paths of the container that are known here. */
  String translate(String text) {
    if (hostPaths.isEmpty()) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder(text.length() + 64);
    int done = 0;
    int from = 0;
    while (matcher.find(from)) {
      from = matcher.start() + 1;
      if (mayStartAt(text, matcher.start()) && !isTranslated(text, matcher)) {
        out.append(text, done, matcher.start()).append(hostPaths.get(matcher.group()));
        done = matcher.end();
        from = done;
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  /** A path of this machine already, unless exactly that is where something is mounted. */
  private boolean isTranslated(String text, Matcher match) {
    return text.startsWith(nodeDirectory, match.start())
        && !match.group().startsWith(nodeDirectory);
  }

  private static boolean mayStartAt(String text, int start) {
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    if (before == '/') {
      String head = text.substring(0, start).replace("\\", "");
      return head.endsWith("file://") || head.endsWith("local://");
    }
    if (before == ':') {
      return !REMOTE_SCHEMES.contains(wordEndingAt(text, start - 1));
    }
    return !Character.isLetterOrDigit(before) && "_.~-})*".indexOf(before) < 0;
  }

  private static String wordEndingAt(String text, int end) {
    int stop = end > 0 && text.charAt(end - 1) == '\\' ? end - 1 : end;
    int start = stop;
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, stop);
  }

  private static String normalize(String path) {
    String normal = Path.of("/").resolve(path).normalize().toString();
    return normal.isEmpty() ? "/" : normal;
  }
}
