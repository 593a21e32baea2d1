// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the paths of jars and files into the URIs that {@code spark-submit} makes of them. */
final class ResourcePaths {
  private static final Set<String> WITHOUT_WILDCARDS = Set.of("local", "http", "https", "ftp");

  private final Consumer<String> warnings;

  ResourcePaths(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** Returns a URI as it is, and a path as the URI of a local file. */
  static URI uri(String path) {
    try {
      URI uri = new URI(path);
      if (uri.getScheme() != null) {
        return uri;
      }
      if (uri.getFragment() != null) {
        URI file = new File(uri.getPath()).getAbsoluteFile().toURI();
        return new URI(file.getScheme(), null, file.getPath(), uri.getFragment());
      }
    } catch (URISyntaxException e) {
      return fileUri(path);
    }
    return fileUri(path);
  }

  private static URI fileUri(String path) {
    try {
      return new File(path).getCanonicalFile().toURI();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the elements of a list that is separated by commas. */
  static Stream<String> elements(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::trim).filter(each -> !each.isEmpty());
  }

  /**
   * Returns a list of paths as a list of URIs, with wildcards replaced by the files that match.
   *
   * @param key the setting that holds the list
   */
  String resolveAll(String key, String list) {
    return String.join(",", elements(list).flatMap(path -> resolve(key, path).stream()).toList());
  }

  private List<String> resolve(String key, String path) {
    URI uri = uri(path);
    Optional<String> name = Optional.ofNullable(uri.getFragment());
    List<String> files = expand(key, path, withoutFragment(uri));
    if (name.isPresent() && files.size() > 1) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          path,
          "one file if a name follows after '#', but %d files match".formatted(files.size()),
          "remove the name or the wildcard");
    }
    return name.map(as -> files.stream().map(file -> file + "#" + as).toList()).orElse(files);
  }

  private List<String> expand(String key, String given, URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    if (WITHOUT_WILDCARDS.contains(scheme)) {
      return List.of(uri.toString());
    }
    boolean hasWildcard = GlobPattern.isIn(String.valueOf(uri.getPath()));
    if (!scheme.equals("file")) {
      if (hasWildcard) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_FILE,
            key,
            "%s has a wildcard in '%s', which cannot be resolved without Hadoop; list the files, or use spark-submit"
                .formatted(key, given));
      }
      return List.of(uri.toString());
    }
    if (uri.getPath() == null) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE, key, given, "a path or a URI", "write file:///path");
    }
    Path path = Path.of(uri.getPath());
    return hasWildcard ? matching(key, given, path) : existing(key, given, path, uri);
  }

  private List<String> existing(String key, String given, Path path, URI uri) {
    if (!Files.exists(path)) {
      return List.of(uri.toString());
    }
    if (!Files.isRegularFile(path)) {
      warnings.accept("%s: ignoring '%s', which is not a file".formatted(key, given));
      return List.of();
    }
    return List.of(shown(path, ""));
  }

  private List<String> matching(String key, String given, Path path) {
    List<String> found = new ArrayList<>();
    try {
      GlobPattern.find(path).forEach(each -> found.add(shown(each, null)));
    } catch (PatternSyntaxException e) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE, key, given, "a path with valid wildcards", "close the bracket");
    }
    if (found.isEmpty()) {
      warnings.accept("%s: no file matches '%s'".formatted(key, given));
    }
    return found;
  }

  private static URI withoutFragment(URI uri) {
    try {
      return new URI(uri.getScheme(), uri.getSchemeSpecificPart(), null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Hadoop gives an empty authority to a path that it was given ({@code file:///a}), and none to a
   * path that matches a wildcard ({@code file:/a}).
   */
  private static String shown(Path path, @Nullable String authority) {
    try {
      return new URI("file", authority, path.toString(), null, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
