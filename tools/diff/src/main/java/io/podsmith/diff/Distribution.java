// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars of a distribution of Spark.
 *
 * @param label what messages call it, for example {@code Spark 4.1.1}
 * @param classPath the jars, in order
 */
public record Distribution(String label, List<Path> classPath) {
  private static final Pattern CORE = Pattern.compile("spark-core_2\\.\\d+-(.+)\\.jar");
  private static final Pattern KUBERNETES = Pattern.compile("spark-kubernetes_2\\.\\d+-.+\\.jar");
  private static final Pattern PODSMITH =
      Pattern.compile("k8s-(api|core|steps-builtin|scheduler)-.+\\.jar");

  public Distribution {
    classPath = List.copyOf(classPath);
  }

  /**
   * Reads a distribution with Spark's own Kubernetes jar.
   *
   * @param path the home of the distribution, or its {@code jars} directory
   * @throws DiffException if it lacks Spark or Spark's own Kubernetes jar
   */
  public static Distribution spark(Path path) {
    List<Path> jars = jars(path);
    String version = version(path, jars);
    if (jars.stream().noneMatch(jar -> matches(KUBERNETES, jar))) {
      throw new DiffException(
          """
          %s has no spark-kubernetes jar. Give a distribution with Spark's own Kubernetes jar, \
          before Podsmith is installed into it.\
          """
              .formatted(path));
    }
    return new Distribution(
        "Spark " + version, jars.stream().filter(jar -> !matches(PODSMITH, jar)).toList());
  }

  /**
   * Puts Podsmith's jars in the place of Spark's own Kubernetes jar.
   *
   * @param spark the distribution to put them in
   * @param podsmith the directory of Podsmith's jars, or a directory whose {@code jars} or {@code
   *     lib} holds them
   */
  public static Distribution podsmith(Distribution spark, Path podsmith) {
    List<Path> own = jars(podsmith).stream().filter(jar -> matches(PODSMITH, jar)).toList();
    if (own.stream().noneMatch(jar -> name(jar).startsWith("k8s-scheduler-"))) {
      throw new DiffException(
          """
          %s has no k8s-scheduler jar. Give the directory with Podsmith's jars (k8s-api, k8s-core, \
          k8s-steps-builtin and k8s-scheduler).\
          """
              .formatted(podsmith));
    }
    List<Path> classPath = new ArrayList<>(own);
    spark.classPath().stream().filter(jar -> !matches(KUBERNETES, jar)).forEach(classPath::add);
    String version = name(own.get(0)).replaceFirst("^k8s-(api|core|steps-builtin|scheduler)-", "");
    return new Distribution("Podsmith " + version.replace(".jar", ""), classPath);
  }

  private static List<Path> jars(Path path) {
    for (Path directory : List.of(path, path.resolve("jars"), path.resolve("lib"))) {
      List<Path> found = jarsIn(directory);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new DiffException(
        """
        %s %s. Give the home of a distribution or its jars directory.\
        """
            .formatted(path, Files.isDirectory(path) ? "holds no jars" : "is not a directory"));
  }

  private static List<Path> jarsIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> name(file).toLowerCase(Locale.ROOT).endsWith(".jar"))
          .map(Path::toAbsolutePath)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DiffException("%s cannot be read: %s".formatted(directory, e));
    }
  }

  private static String version(Path path, List<Path> jars) {
    return jars.stream()
        .map(jar -> CORE.matcher(name(jar)))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(
            () ->
                new DiffException(
                    "%s has no spark-core jar. Give the jars directory of a Spark distribution."
                        .formatted(path)));
  }

  private static boolean matches(Pattern pattern, Path jar) {
    return pattern.matcher(name(jar)).matches();
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }
}
