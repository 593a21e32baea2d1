// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Copies Hadoop's default settings, without their descriptions, to the start of the classpath.
 *
 * <p>Spark reads them several times for each driver, and looks for the files of a site in each of
 * some 200 jars: that is a quarter of its work. The settings remain what they are.
 */
final class HadoopResources {
  private static final List<String> NAMES = List.of("core", "hdfs", "mapred", "yarn");
  private static final Pattern DESCRIPTION =
      Pattern.compile("\\s*<description>.*?</description>", Pattern.DOTALL);
  private static final String NO_SETTINGS = "<?xml version=\"1.0\"?>\n<configuration/>\n";

  private HadoopResources() {}

  /**
   * Writes the files. If that fails, Spark finds the originals.
   *
   * @param loader has the originals, and looks into the directory first
   */
  static void copyTo(Path directory, ClassLoader loader) {
    try {
      for (String name : NAMES) {
        Optional<String> defaults = text(loader, name + "-default.xml");
        if (defaults.isPresent()) {
          Files.writeString(
              directory.resolve(name + "-default.xml"), withoutDescriptions(defaults.get()));
        }
        if (text(loader, name + "-site.xml").isEmpty()) {
          Files.writeString(directory.resolve(name + "-site.xml"), NO_SETTINGS);
        }
      }
    } catch (IOException e) {
      System.err.printf("Cannot copy Hadoop's settings to %s: %s%n", directory, e);
    }
  }

  static String withoutDescriptions(String xml) {
    return DESCRIPTION.matcher(xml).replaceAll("");
  }

  private static Optional<String> text(ClassLoader loader, String name) throws IOException {
    URL resource = loader.getResource(name);
    if (resource == null) {
      return Optional.empty();
    }
    try (InputStream in = resource.openStream()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
