// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.podsmith.api.FeatureStepFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Puts factories of the test classes into a jar, as the build of a third party does. */
final class StepJar {
  private StepJar() {}

  /** Writes a jar with the given factories and their nested classes. */
  static Path write(Path jar, Class<?>... factories) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      String names = Arrays.stream(factories).map(Class::getName).collect(Collectors.joining("\n"));
      add(
          zip,
          "META-INF/services/" + FeatureStepFactory.class.getName(),
          names.getBytes(StandardCharsets.UTF_8));
      for (Class<?> factory : factories) {
        for (Path file : classFiles(factory)) {
          String directory = factory.getPackageName().replace('.', '/');
          add(zip, "%s/%s".formatted(directory, file.getFileName()), Files.readAllBytes(file));
        }
      }
    }
    return jar;
  }

  private static void add(JarOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static List<Path> classFiles(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/');
    Path directory =
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .resolve(file)
            .getParent();
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              each ->
                  each.getFileName()
                      .toString()
                      .matches("%s(\\$.*)?\\.class".formatted(type.getSimpleName())))
          .sorted()
          .toList();
    }
  }
}
