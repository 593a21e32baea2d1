// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.fetch;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.plan.Sha256;
import io.podsmith.diff.DiffException;
import io.podsmith.diff.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Finds or fetches the jars of a version of Spark.
 *
 * <p>Versions with a list of coordinates in this jar come from the local Maven repository, the
 * cache, or a Maven repository, and each jar must have the listed digest. Other versions come from
 * the Python package {@code pyspark}, which holds a whole distribution.
 */
public final class SparkJars {
  private static final int DOWNLOADS = 4;

  private final Map<String, String> environment;
  private final Path local;
  private final Path cache;
  private final Consumer<String> progress;

  /**
   * Fetches nothing yet.
   *
   * @param home the home directory of the user
   * @param environment {@code PODSMITH_CACHE} names the cache, {@code PODSMITH_MAVEN_REPOSITORY} a
   *     mirror of Maven Central
   * @param progress receives a line for each download that takes long
   */
  public SparkJars(Path home, Map<String, String> environment, Consumer<String> progress) {
    this.environment = Map.copyOf(environment);
    this.local = home.resolve(".m2").resolve("repository");
    String given = environment.getOrDefault("PODSMITH_CACHE", "");
    this.cache = given.isEmpty() ? home.resolve(".cache").resolve("podsmith") : Path.of(given);
    this.progress = progress;
  }

  /**
   * Returns the distribution of a version with Spark's own Kubernetes jar.
   *
   * @throws DiffException if the version is not supported, or cannot be fetched
   */
  public Distribution fetch(String version) {
    if (!Distribution.isSupported(version)) {
      throw new DiffException(
          PodsmithError.CONF_ARGUMENTS,
          "Spark %s is not supported; Podsmith runs on Spark %s"
              .formatted(version, Distribution.SUPPORTED));
    }
    Path python = cache.resolve("pyspark-" + version);
    if (Files.exists(python.resolve(PythonPackage.COMPLETE))) {
      return Distribution.spark(PythonPackage.jarsIn(python));
    }
    try (InputStream lock =
        SparkJars.class.getResourceAsStream("spark-%s.txt".formatted(version))) {
      if (lock == null) {
        progress.accept("Downloading the Python package pyspark %s".formatted(version));
        PythonPackage.download(version, python);
        return Distribution.spark(PythonPackage.jarsIn(python));
      }
      String text = new String(lock.readAllBytes(), StandardCharsets.UTF_8);
      return Distribution.spark(version, fetch(LockedJar.parse(text)));
    } catch (IOException e) {
      throw new DiffException(
          PodsmithError.CONF_FILE,
          "cannot write to '%s' (%s); set PODSMITH_CACHE to a writable directory"
              .formatted(cache, e.getClass().getSimpleName()));
    }
  }

  /** Returns the files of the jars, in the same order. */
  List<Path> fetch(List<LockedJar> jars) throws IOException {
    Path downloads = cache.resolve("maven");
    Path[] found = new Path[jars.size()];
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      LockedJar jar = jars.get(i);
      for (Path repository : List.of(local, downloads)) {
        Path file = repository.resolve(jar.path());
        if (found[i] == null && Files.isRegularFile(file) && digest(file).equals(jar.sha256())) {
          found[i] = file;
        }
      }
      if (found[i] == null) {
        found[i] = downloads.resolve(jar.path());
        missing.add(i);
      }
    }
    if (!missing.isEmpty()) {
      progress.accept(
          "Downloading %d of %d jars to %s".formatted(missing.size(), found.length, downloads));
      MavenRepository repository = new MavenRepository(environment);
      download(missing.stream().map(jars::get).toList(), downloads, repository);
    }
    return List.of(found);
  }

  private static void download(List<LockedJar> jars, Path directory, MavenRepository repository)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(DOWNLOADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (LockedJar jar : jars) {
        running.add(
            threads.submit(
                () -> {
                  download(jar, directory.resolve(jar.path()), repository);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Other processes may download the same jar: a file has its name only once it is complete. */
  private static void download(LockedJar jar, Path target, MavenRepository repository)
      throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path partial =
        Files.createTempFile(target.toAbsolutePath().getParent(), ".download", ".partial");
    try {
      repository.download(jar.path(), partial);
      String digest = digest(partial);
      if (!digest.equals(jar.sha256())) {
        throw new DiffException(
            PodsmithError.CONF_FILE,
            """
            the downloaded %s has the SHA-256 digest %s; it must be %s; use a repository that \
            serves the released file, or name the directory of a distribution with spark:PATH\
            """
                .formatted(jar.path(), digest, jar.sha256()));
      }
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
