// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.cli.CliSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of this machine that decide a plan. */
final class WatchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
  private static final Pattern FILE_URI = Pattern.compile("(file|local):/.*");
  private static final Pattern REMOTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private final Set<Path> files = new LinkedHashSet<>();

  private WatchedFiles() {}

  /** Returns files, and directories of which every entry counts. */
  static Set<Path> of(CliSettings given) {
    WatchedFiles watched = new WatchedFiles();
    SparkSettings settings = given.settings();
    settings.asMap().keySet().stream()
        .map(key -> given.origins().of(key).file())
        .filter(file -> !file.isEmpty())
        .map(Path::of)
        .forEach(watched.files::add);
    settings.get(PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE).ifPresent(watched::add);
    settings.get(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE).ifPresent(watched::add);
    settings.get(PodsmithKeys.STEP_JARS).forEach(watched::add);
    settings.get(PodsmithKeys.STEP_DIR).ifPresent(watched::addWithSubdirectories);
    settings.environmentVariable("SPARK_CONF_DIR").ifPresent(watched::add);
    settings.environmentVariable("HADOOP_CONF_DIR").ifPresent(watched::add);
    return watched.files;
  }

  private void add(String uri) {
    path(uri).ifPresent(files::add);
  }

  private static Optional<Path> path(String uri) {
    if (FILE_URI.matcher(uri).matches()) {
      return Optional.of(Path.of(URI.create(uri).getPath()));
    }
    return REMOTE.matcher(uri).matches() ? Optional.empty() : Optional.of(Path.of(uri));
  }

  private void addWithSubdirectories(String uri) {
    Path directory = path(uri).orElse(null);
    if (directory != null) {
      files.add(directory);
      if (Files.isDirectory(directory)) {
        try (Stream<Path> entries = Files.list(directory)) {
          entries.filter(Files::isDirectory).forEach(files::add);
        } catch (IOException e) {
          LOG.debug("Cannot list {}: {}", directory, e.toString());
        }
      }
    }
  }
}
