// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  private static final long DEADLINE_SECONDS = 120;
  private static final List<String> LIBRARIES =
      List.of("fabric8", "vertx", "netty", "jackson", "slf4j", "yaml", "picocli", "jspecify");

  @TempDir private Path directory;
  private final Map<String, String> environment = new TreeMap<>();

  /** What a process printed, and its exit code. */
  private record Run(int exitCode, String output) {}

  @Test
  void startsThroughALinkFromADirectoryWithBlanks() throws Exception {
    install("my tools/podsmith");
    environment.put("PODSMITH_CDS", "off");
    Path link =
        Files.createSymbolicLink(
            directory.resolve("link"), Path.of("my tools", "podsmith", "bin", "podsmith"));

    Run run = run(link, "version");

    assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCodes.OK);
    assertThat(run.output()).startsWith("podsmith ").hasLineCount(1);
  }

  @Test
  void loadsClassesFromAnArchiveThatTheFirstRunMakes() throws Exception {
    // a JVM 17 archives no classes of jars whose path has a blank
    Path launcher = install("podsmith");
    Path cache = Files.createDirectories(directory.resolve("my cache"));
    Path log = directory.resolve("classes.log");
    environment.put("PODSMITH_CDS", cache.toString());
    try (WatchService watch = cache.getFileSystem().newWatchService()) {
      cache.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      assertThat(run(launcher, "version").exitCode()).isEqualTo(ExitCodes.OK);
      awaitArchive(cache, watch);
    }

    environment.put("PODSMITH_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertThat(run(launcher, "version").output()).startsWith("podsmith ").hasLineCount(1);
    assertThat(
            Files.readString(log)
                .contains("io.podsmith.cli.Main source: shared objects file (top)"))
        .as("the class is loaded from the archive")
        .isTrue();

    // whatever is wrong with the archive
    Path archive = archives(cache).get(0);
    assertThat(archive.toFile().setWritable(true)).isTrue();
    Files.writeString(archive, "damaged");
    Run damaged = run(launcher, "version");
    assertThat(damaged.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(damaged.output()).startsWith("podsmith ").hasLineCount(1);
  }

  @Test
  void makesOneArchiveForTheSameJarsAndJvm() throws Exception {
    Path launcher = installFake();
    Path cache = Files.createDirectories(directory.resolve("cache"));
    environment.put("PODSMITH_CDS", cache.toString());

    try (WatchService watch = cache.getFileSystem().newWatchService()) {
      cache.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process one = start(launcher, "one");
      Process two = start(launcher, "two");
      assertThat(finish(one).output()).contains("Main one");
      assertThat(finish(two).exitCode()).isZero();
      awaitArchive(cache, watch);
      assertThat(run(launcher, "three").output())
          .contains("-XX:SharedArchiveFile=" + archives(cache).get(0));
      assertThat(archives(cache)).hasSize(1);

      Files.setLastModifiedTime(
          directory.resolve("my tools/podsmith/lib/a.jar"),
          FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
      assertThat(run(launcher, "four").output())
          .as("the jars have changed")
          .doesNotContain("SharedArchiveFile");
      while (archives(cache).size() < 2) {
        awaitEvent(watch);
      }
    }
    assertThat(run(launcher, "five").output()).contains("SharedArchiveFile");
  }

  @Test
  void startsWithoutAnArchiveIfItCannotBeMade() throws Exception {
    Path launcher = installFake();
    for (String cache : List.of("/dev/null/cache", "off")) {
      environment.put("PODSMITH_CDS", cache);
      Run run = run(launcher, "version");
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).contains("Main version").doesNotContain("Archive").hasLineCount(1);
    }
  }

  @Test
  void namesJavaIfItIsMissing() throws Exception {
    Path launcher = installFake();
    environment.put("JAVA_HOME", "/no/such/java");

    Run run = run(launcher, "version");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.output()).startsWith("error: Java is missing: cannot run '/no/such/java/bin/");
  }

  private static void awaitArchive(Path cache, WatchService watch) throws Exception {
    while (archives(cache).isEmpty()) {
      awaitEvent(watch);
    }
  }

  private static void awaitEvent(WatchService watch) throws InterruptedException {
    Optional<WatchKey> key = Optional.ofNullable(watch.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertThat(key).as("no archive was made").isPresent();
    key.get().pollEvents();
    key.get().reset();
  }

  private static List<Path> archives(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  /** Installs the launcher with our classes. */
  private Path install(String name) throws Exception {
    Path launcher = installLauncher(name);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Path lib = launcher.resolveSibling("../lib").normalize();
    int jars = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        pack(path, lib.resolve(jars + ".jar"));
      } else if (path.startsWith(Path.of(System.getProperty("podsmith.root")))
          || LIBRARIES.stream().anyMatch(entry::contains)) {
        Files.copy(path, lib.resolve(jars + ".jar"));
      }
      jars++;
    }
    return launcher;
  }

  /** Installs the launcher with a JVM that prints its arguments, or writes an archive. */
  private Path installFake() throws IOException {
    Path launcher = installLauncher("my tools/podsmith");
    Files.writeString(launcher.resolveSibling("../lib/a.jar"), "");
    Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        for word in "$@"; do
          case $word in -XX:ArchiveClassesAtExit=*) echo made >"${word#*=}"; exit ;; esac
        done
        echo "$*"
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    environment.put("JAVA_HOME", directory.resolve("java").toString());
    return launcher;
  }

  private Path installLauncher(String name) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("podsmith");
    Files.copy(Path.of("src/main/podsmith/bin/podsmith"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(home.resolve("lib"));
    return launcher;
  }

  private Run run(Path launcher, String... words) throws Exception {
    return finish(start(launcher, words));
  }

  private Process start(Path launcher, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(words));
    builder.environment().keySet().removeIf(name -> name.startsWith("PODSMITH_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private static Run finish(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(
            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
  }
}
