// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars of a distribution of Spark, with either Spark's own Kubernetes jar or Podsmith's.
 *
 * @param label what messages call it, for example {@code Spark 4.1.1}
 * @param sparkVersion the version of its Spark
 * @param hasPodsmith whether Podsmith's jars replace Spark's own Kubernetes jar
 * @param classPath the jars, in order
 */
public record Distribution(
    String label, String sparkVersion, boolean hasPodsmith, List<Path> classPath) {
  /** The version that is used where none is given, and from which docs/differences.md lists all. */
  public static final String DEFAULT_VERSION = "4.1.1";

  /** The versions of Spark that Podsmith runs on, as messages name them. */
  public static final String SUPPORTED = "4.0 to 4.3";

  /** Where {@code podsmith install} keeps the jar that it replaced, beside {@code jars}. */
  private static final String KEPT = "podsmith-original";

  private static final Pattern SUPPORTED_VERSION = Pattern.compile("4\\.([0-3])\\.\\d+");
  private static final Pattern CORE = Pattern.compile("spark-core_2\\.\\d+-(.+)\\.jar");
  private static final Pattern KUBERNETES = Pattern.compile("spark-kubernetes_2\\.\\d+-.+\\.jar");
  private static final Pattern PODSMITH =
      Pattern.compile("k8s-(?:api|core|steps-builtin|scheduler)-(\\d.+)\\.jar");
  private static final Pattern SCHEDULER = Pattern.compile("k8s-scheduler-\\d.+\\.jar");

  public Distribution {
    classPath = List.copyOf(classPath);
  }

  /**
   * Reads a distribution and takes Spark's own Kubernetes jar, even if Podsmith is installed.
   *
   * @param path the home of the distribution, or its {@code jars} directory
   * @throws DiffException if it lacks Spark or Spark's own Kubernetes jar, or has an unsupported
   *     version
   */
  public static Distribution spark(Path path) {
    List<Path> jars = new ArrayList<>(jars(path));
    String version = sparkVersion(path, jars);
    if (jars.stream().noneMatch(jar -> matches(KUBERNETES, jar))) {
      Path kept = jars.get(0).resolveSibling("..").resolve(KEPT).normalize();
      List<Path> original = jarsIn(kept).stream().filter(jar -> matches(KUBERNETES, jar)).toList();
      if (original.isEmpty()) {
        throw new DiffException(
            PodsmithError.CONF_FILE,
            """
            '%s' has no spark-kubernetes jar; it must be a distribution with Spark's own \
            Kubernetes jar, or one in which 'podsmith install' replaced it\
            """
                .formatted(path));
      }
      jars.addAll(original);
    }
    return spark(version, jars);
  }

  /**
   * Reads a distribution for its Spark alone, whatever its Kubernetes jar is.
   *
   * @throws DiffException if it lacks Spark, or has an unsupported version
   */
  public static Distribution withoutKubernetes(Path path) {
    List<Path> jars = jars(path);
    return spark(
        sparkVersion(path, jars), jars.stream().filter(jar -> !matches(KUBERNETES, jar)).toList());
  }

  /** Returns the distribution that some jars are, including Spark's own Kubernetes jar. */
  public static Distribution spark(String version, List<Path> jars) {
    return new Distribution(
        "Spark " + version,
        version,
        false,
        jars.stream().filter(jar -> !matches(PODSMITH, jar)).toList());
  }

  /**
   * Puts Podsmith's jars in the place of the Kubernetes jar of a distribution.
   *
   * @param spark the distribution, with either jar
   * @param podsmith the directory of Podsmith's jars, or a directory whose {@code jars} has them
   */
  public static Distribution podsmith(Distribution spark, Path podsmith) {
    List<Path> own =
        jars(podsmith).stream().filter(jar -> matches(PODSMITH, jar)).sorted().toList();
    if (own.stream().noneMatch(jar -> matches(SCHEDULER, jar))) {
      throw new DiffException(
          PodsmithError.CONF_FILE,
          """
          '%s' has no k8s-scheduler jar; it must be a directory with Podsmith's jars (k8s-api, \
          k8s-core, k8s-steps-builtin and k8s-scheduler), or a distribution that has them\
          """
              .formatted(podsmith));
    }
    List<Path> classPath = new ArrayList<>(own);
    spark.classPath().stream()
        .filter(jar -> !matches(KUBERNETES, jar) && !matches(PODSMITH, jar))
        .forEach(classPath::add);
    return new Distribution(
        "Podsmith " + podsmithVersion(own), spark.sparkVersion(), true, classPath);
  }

  /**
   * Returns the version of Spark in a directory of jars, or empty if it holds no Spark.
   *
   * @throws DiffException if the directory has no jars
   */
  public static Optional<String> sparkVersionIn(Path path) {
    return jars(path).stream()
        .map(jar -> CORE.matcher(name(jar)))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  /** Returns whether Podsmith runs on a version of Spark. */
  public static boolean isSupported(String version) {
    return SUPPORTED_VERSION.matcher(version).matches();
  }

  /** Returns whether its Spark is of a minor version, such as 4.2, or a later one. */
  boolean hasAtLeast(int minor) {
    Matcher matcher = SUPPORTED_VERSION.matcher(sparkVersion);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= minor;
  }

  /** Returns the distribution under another label. */
  Distribution labeled(String other) {
    return new Distribution(other, sparkVersion, hasPodsmith, classPath);
  }

  private static List<Path> jars(Path path) {
    for (Path directory : List.of(path, path.resolve("jars"), path.resolve("lib"))) {
      List<Path> found = jarsIn(directory);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new DiffException(
        PodsmithError.CONF_FILE,
        "'%s' %s; it must be the home of a distribution or its directory 'jars'"
            .formatted(path, Files.isDirectory(path) ? "has no jars" : "is not a directory"));
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
      throw new DiffException(
          PodsmithError.CONF_FILE,
          "cannot list '%s' (%s); it must be a readable directory"
              .formatted(directory, e.getClass().getSimpleName()));
    }
  }

  private static String sparkVersion(Path path, List<Path> jars) {
    List<String> versions =
        jars.stream()
            .map(jar -> CORE.matcher(name(jar)))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .toList();
    if (versions.size() == 1 && isSupported(versions.get(0))) {
      return versions.get(0);
    }
    throw new DiffException(
        PodsmithError.CONF_FILE,
        versions.isEmpty()
            ? "'%s' has no spark-core jar; it must be a Spark distribution".formatted(path)
            : "'%s' has Spark %s; Podsmith runs on Spark %s"
                .formatted(path, String.join(" and ", versions), SUPPORTED));
  }

  private static String podsmithVersion(List<Path> jars) {
    return jars.stream()
        .map(jar -> PODSMITH.matcher(name(jar)))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("");
  }

  private static boolean matches(Pattern pattern, Path jar) {
    return pattern.matcher(name(jar)).matches();
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }
}
