// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  @TempDir private Path directory;

  @Test
  void startsThroughALinkFromADirectoryWithBlanks() throws Exception {
    Path home = Files.createDirectories(directory.resolve("my tools/podsmith"));
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("podsmith");
    Files.copy(Path.of("src/main/podsmith/bin/podsmith"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path lib = Files.createDirectories(home.resolve("lib"));
    int jars = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isRegularFile(path)) {
        String name = path.getFileName().toString();
        if (name.startsWith("picocli") || name.startsWith("k8s-")) {
          Files.copy(path, lib.resolve(jars + ".jar"));
        }
      } else {
        pack(path, lib.resolve(jars + ".jar"));
      }
      jars++;
    }
    Path link =
        Files.createSymbolicLink(
            directory.resolve("link"), Path.of("my tools", "podsmith", "bin", "podsmith"));

    ProcessBuilder builder = new ProcessBuilder(link.toString(), "version");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(ExitCodes.OK);
    assertThat(output).startsWith("podsmith ");
  }

  private static void pack(Path classes, Path jar) throws Exception {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(
            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
  }
}
