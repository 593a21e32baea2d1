// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.diff.DiffException;
import io.podsmith.diff.Distribution;
import io.podsmith.diff.fetch.SparkJars;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Finds the two distributions of {@code diff --against}. */
final class AgainstDistributions {
  private static final String SPARK = "spark:";
  private static final String PODSMITH = "podsmith:";
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?([.-]\\w+)*");

  /** What is compared; ours is that of this command. */
  record Pair(Distribution theirs, Distribution ours) {}

  private final SparkJars jars;
  private final Supplier<Path> own;

  /**
   * Finds no distribution yet.
   *
   * @param own returns the directory with Podsmith's own jars
   */
  AgainstDistributions(SparkJars jars, Supplier<Path> own) {
    this.jars = jars;
    this.own = own;
  }

  static AgainstDistributions ofCommand(Map<String, String> environment, PrintWriter err) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return new AgainstDistributions(
        new SparkJars(home, environment, err::println), AgainstDistributions::ownJars);
  }

  /** Returns the distributions for the value of {@code --against}. */
  Pair of(String against) {
    if (against.startsWith(SPARK)) {
      Distribution spark = spark(against.substring(SPARK.length()));
      return new Pair(spark, Distribution.podsmith(spark, own.get()));
    }
    if (against.startsWith(PODSMITH)) {
      Path other = Path.of(against.substring(PODSMITH.length()));
      Path directory = withJars(other);
      // jars alone run on the default version of Spark
      Distribution spark =
          Distribution.sparkVersionIn(directory).isPresent()
              ? Distribution.withoutKubernetes(directory)
              : jars.fetch(Distribution.DEFAULT_VERSION);
      return new Pair(
          Distribution.podsmith(spark, directory), Distribution.podsmith(spark, own.get()));
    }
    throw new DiffException(
        PodsmithError.CONF_ARGUMENTS,
        """
        --against is '%s' but must be spark:PATH, spark:VERSION or podsmith:PATH; write, for \
        example, spark:%s\
        """
            .formatted(against, Distribution.DEFAULT_VERSION));
  }

  private Distribution spark(String given) {
    Path path = Path.of(given);
    return VERSION.matcher(given).matches() && !Files.exists(path)
        ? jars.fetch(given)
        : Distribution.spark(path);
  }

  /** Returns the directory itself, or that of the jars in a copy of this command. */
  private static Path withJars(Path directory) {
    Path jars = directory.resolve("dist").resolve("jars");
    return Files.isDirectory(jars) ? jars : directory;
  }

  /** Returns the directory {@code dist/jars} beside {@code lib} of this command. */
  private static Path ownJars() {
    return Optional.ofNullable(AgainstDistributions.class.getProtectionDomain().getCodeSource())
        .map(
            source -> {
              try {
                return Path.of(source.getLocation().toURI());
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .map(Path::getParent)
        .map(lib -> lib.resolveSibling("dist").resolve("jars"))
        .filter(Files::isDirectory)
        .orElseThrow(
            () ->
                new DiffException(
                    PodsmithError.CONF_FILE,
                    """
                    this command has no directory dist/jars with Podsmith's jars beside lib; run \
                    ./mvnw package and start tools/cli/target/podsmith/bin/podsmith\
                    """));
  }
}
