// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.files;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of {@code SPARK_CONF_DIR} that go into a ConfigMap.
 *
 * <p>Left out are templates, archives, and the files of Spark's properties, which travel resolved.
 * Small files go first, so that one large file does not push the others out.
 */
public final class SparkConfDir {
  private static final Logger LOG = LoggerFactory.getLogger(SparkConfDir.class);
  private static final Pattern ARCHIVE = Pattern.compile(".*\\.(gz|zip|jar|tar)");
  private static final Pattern TEMPLATE = Pattern.compile(".*\\.template");
  private static final Pattern SPARK_PROPERTIES = Pattern.compile("spark.*(conf|properties)");
  private static final Pattern CONFIG_MAP_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private SparkConfDir() {}

  /**
   * Returns file contents by name, within the limit of {@code spark.kubernetes.configMap.maxSize}.
   * Files beyond it, and files that are not text in UTF-8, are left out with a warning.
   *
   * @throws InvalidConfigurationException where a file cannot be read
   */
  public static SortedMap<String, String> load(SparkSettings settings) {
    Optional<Path> folder = folder(settings);
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return Collections.emptySortedMap();
    }
    long room = settings.get(PodKeys.CONFIG_MAP_MAXSIZE);
    SortedMap<String, String> contents = new TreeMap<>();
    List<String> tooLarge = new ArrayList<>();
    for (ConfFile file : smallestFirst(folder.get())) {
      if (file.size() >= room) {
        tooLarge.add(file.name());
        continue;
      }
      Optional<String> text = file.text();
      if (text.isPresent()) {
        contents.put(file.name(), text.get());
        room -= file.size();
      }
    }
    if (!contents.isEmpty()) {
      LOG.info("Configuration files from {}: {}", folder.get(), contents.keySet());
    }
    if (!tooLarge.isEmpty()) {
      LOG.warn(
          "Configuration files {} of {} are ignored, because they exceed the limit of {} bytes of"
              + " {}; reduce their size or move them elsewhere",
          tooLarge,
          folder.get(),
          settings.get(PodKeys.CONFIG_MAP_MAXSIZE),
          PodKeys.CONFIG_MAP_MAXSIZE.key());
    }
    return Collections.unmodifiableSortedMap(contents);
  }

  private static Optional<Path> folder(SparkSettings settings) {
    return settings
        .environmentVariable(Constants.ENV_SPARK_CONF_DIR)
        .map(Path::of)
        .or(() -> settings.raw("spark.home").map(home -> Path.of(home, "conf")));
  }

  private static List<ConfFile> smallestFirst(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<ConfFile> files = new ArrayList<>();
      for (Path path : all.filter(SparkConfDir::isWanted).toList()) {
        files.add(new ConfFile(path, Files.size(path)));
      }
      files.sort(Comparator.comparingLong(ConfFile::size).thenComparing(ConfFile::name));
      return files;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static boolean isWanted(Path path) {
    String name = path.getFileName().toString();
    if (!Files.isRegularFile(path)
        || ARCHIVE.matcher(name).matches()
        || TEMPLATE.matcher(name).matches()
        || SPARK_PROPERTIES.matcher(name).matches()) {
      return false;
    }
    if (!CONFIG_MAP_KEY.matcher(name).matches()) {
      LOG.warn(
          "Configuration file {} is ignored: the name of a file in a ConfigMap must consist of"
              + " letters, digits and - . _",
          path);
      return false;
    }
    return true;
  }

  private static InvalidConfigurationException unreadable(Path path, IOException e) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        Constants.ENV_SPARK_CONF_DIR,
        path
            + " in "
            + Constants.ENV_SPARK_CONF_DIR
            + " cannot be read ("
            + e
            + "); change its permissions or remove it",
        e);
  }

  /** A file, and how much of a ConfigMap its name takes. */
  private record ConfFile(Path path, long length) {
    String name() {
      return path.getFileName().toString();
    }

    long size() {
      return length + name().length();
    }

    Optional<String> text() {
      try {
        byte[] bytes = Files.readAllBytes(path);
        return Optional.of(
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString());
      } catch (CharacterCodingException e) {
        LOG.warn("Configuration file {} is ignored: it is not a UTF-8 text file", path);
        return Optional.empty();
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
  }
}
