// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * An image of an {@link EmbeddedCluster}: defines which programs of this machine run in its
 * containers.
 *
 * <p>Images are not pulled and containers are not isolated. A container is a process of this
 * machine with its own environment, working directory and address; see {@link EmbeddedCluster} for
 * how container paths are mapped to paths of this machine.
 *
 * <p>This class is immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NodeImage {
  /**
   * How the containers of an image run.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public enum Kind {
    /** An unpacked Spark distribution; accepts the arguments of Spark's stock image. */
    SPARK_HOME,
    /** Spark's classes on a classpath; accepts the arguments of Spark's stock image. */
    SPARK_CLASSPATH,
    /** Runs {@code command} and {@code args} with the programs of this machine. */
    SHELL,
    /** No process: reported as running until the container is stopped. */
    IDLE
  }

  private final Kind kind;
  private final List<Path> classpath;
  private final Map<String, String> environment;
  private final Map<String, Path> files;

  private NodeImage(
      Kind kind, List<Path> classpath, Map<String, String> environment, Map<String, Path> files) {
    this.kind = kind;
    this.classpath = List.copyOf(classpath);
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * Creates an image from an unpacked Spark distribution.
   *
   * <p>Drivers start with its {@code bin/spark-submit}, executors with its {@code jars}. The
   * directory appears as {@code /opt/spark} in containers. All containers share it; nothing is
   * written to it.
   *
   * @param home the directory with {@code bin} and {@code jars}
   * @return the image
   * @throws IllegalArgumentException if the directory does not contain a Spark distribution
   */
  public static NodeImage sparkHome(Path home) {
    Path root = home.toAbsolutePath().normalize();
    if (!root.resolve("bin/spark-submit").toFile().isFile()
        || !root.resolve("jars").toFile().isDirectory()) {
      throw new IllegalArgumentException(
          "%s contains no Spark distribution; pass a directory with bin/spark-submit and jars/"
              .formatted(home));
    }
    return new NodeImage(Kind.SPARK_HOME, List.of(root), Map.of(), Map.of());
  }

  /**
   * Creates an image from a classpath, such as that of the running test.
   *
   * <p>Its jars appear below {@code /opt/spark/jars} in containers.
   *
   * @param classpath jars and class directories, in order; at least one
   * @return the image
   * @throws IllegalArgumentException if the classpath is empty or an entry does not exist
   */
  public static NodeImage sparkClasspath(List<Path> classpath) {
    if (classpath.isEmpty()) {
      throw new IllegalArgumentException("the classpath is empty; pass the jars of Spark");
    }
    for (Path entry : classpath) {
      if (!entry.toFile().exists()) {
        throw new IllegalArgumentException(
            "classpath entry %s does not exist; pass existing files and directories"
                .formatted(entry));
      }
    }
    return new NodeImage(
        Kind.SPARK_CLASSPATH,
        classpath.stream().map(entry -> entry.toAbsolutePath().normalize()).toList(),
        Map.of(),
        Map.of());
  }

  /**
   * Creates an image that runs {@code command} and {@code args} with the programs of this machine.
   * If a container has only {@code args}, they are passed to {@code /bin/sh}.
   *
   * @return the image
   */
  public static NodeImage shell() {
    return new NodeImage(Kind.SHELL, List.of(), Map.of(), Map.of());
  }

  /**
   * Creates an image whose containers are reported as running without any process.
   *
   * <p>A container exits with code 0 when it is stopped; an init container exits immediately.
   *
   * @return the image
   */
  public static NodeImage idle() {
    return new NodeImage(Kind.IDLE, List.of(), Map.of(), Map.of());
  }

  /**
   * Returns an image with an additional environment variable, like {@code ENV} in a Dockerfile. The
   * container's {@code env} overrides it.
   *
   * @param name the name of the environment variable
   * @param value its value
   * @return a new image
   */
  public NodeImage withEnv(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new NodeImage(kind, classpath, more, files);
  }

  /**
   * Returns an image with an additional file or directory of this machine, like {@code COPY} in a
   * Dockerfile. The file is not copied: containers access the original.
   *
   * @param containerPath the absolute path in containers
   * @param hostPath the file or directory on this machine
   * @return a new image
   * @throws IllegalArgumentException if {@code containerPath} is not absolute
   */
  public NodeImage withFile(String containerPath, Path hostPath) {
    if (!containerPath.startsWith("/")) {
      throw new IllegalArgumentException(
          "containerPath is '%s' but must be an absolute path; start it with '/'"
              .formatted(containerPath));
    }
    Map<String, Path> more = new LinkedHashMap<>(files);
    more.put(containerPath, hostPath.toAbsolutePath().normalize());
    return new NodeImage(kind, classpath, environment, more);
  }

  /**
   * Returns how containers of this image run.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the Spark distribution.
   *
   * @return the directory, or empty unless the image was created with {@link #sparkHome}
   */
  public Optional<Path> home() {
    return kind == Kind.SPARK_HOME ? Optional.of(classpath.get(0)) : Optional.empty();
  }

  /**
   * Returns Spark's classpath.
   *
   * @return jars and directories, or empty unless the image was created with {@link
   *     #sparkClasspath}
   */
  public List<Path> classpath() {
    return kind == Kind.SPARK_CLASSPATH ? classpath : List.of();
  }

  /**
   * Returns the environment variables of the image.
   *
   * @return values by name
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Returns the files that were added to the image.
   *
   * @return files and directories of this machine by container path
   */
  public Map<String, Path> files() {
    return files;
  }

  @Override
  public String toString() {
    return "NodeImage{" + kind + (classpath.isEmpty() ? "" : " " + classpath.get(0)) + "}";
  }
}
