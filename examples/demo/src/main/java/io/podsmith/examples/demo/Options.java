// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The arguments of the demo.
 *
 * @param root the directory of the repository
 * @param distribution a Spark distribution that has Podsmith's jars; empty: Spark as Maven resolved
 *     it
 * @param stepJar the jar of steps to run instead of the example's
 * @param settings settings of all jobs, by key
 */
record Options(
    Path root, Optional<Path> distribution, Optional<Path> stepJar, Map<String, String> settings) {
  private static final String STEP_JAR = "--step-jar";
  private static final String CONF = "--conf";
  private static final String USAGE =
      "usage: examples/demo.sh [--step-jar JAR] [--conf KEY=VALUE]... [SPARK_HOME]";

  /**
   * Parses the arguments.
   *
   * @param args the directory of the repository, the directory that relative paths of the user
   *     start from, and what the user passed
   * @throws IllegalArgumentException if an argument is unknown or invalid, with the text for the
   *     user
   */
  static Options parse(String... args) {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Path here = Path.of(args[1]).toAbsolutePath();
    Optional<Path> distribution = Optional.empty();
    Optional<Path> stepJar = Optional.empty();
    Map<String, String> settings = new TreeMap<>();
    for (int i = 2; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals(STEP_JAR) || arg.equals(CONF)) {
        if (++i == args.length) {
          throw new IllegalArgumentException(
              "The option %s has no value; %s".formatted(arg, USAGE));
        }
        if (arg.equals(STEP_JAR)) {
          stepJar = Optional.of(jar(here, args[i]));
        } else {
          String[] pair = args[i].split("=", 2);
          if (pair.length < 2 || !pair[0].startsWith("spark.")) {
            throw new IllegalArgumentException(
                "The setting '%s' must be KEY=VALUE with a key that starts with spark.; %s"
                    .formatted(pair[0], USAGE));
          }
          settings.put(pair[0], pair[1]);
        }
      } else if (arg.startsWith("-") || distribution.isPresent()) {
        throw new IllegalArgumentException(
            "The argument '%s' is unknown; %s".formatted(arg, USAGE));
      } else {
        distribution = Optional.of(here.resolve(arg).normalize());
      }
    }
    return new Options(root, distribution, stepJar, settings);
  }

  private static Path jar(Path here, String value) {
    Path jar = here.resolve(value).normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "The step jar %s does not exist; build it, for example with mvn package".formatted(jar));
    }
    return jar;
  }
}
