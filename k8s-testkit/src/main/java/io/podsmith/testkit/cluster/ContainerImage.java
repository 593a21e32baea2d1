package io.podsmith.testkit.cluster;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What stands behind the name of an image on an {@link EmbeddedCluster}: programs of this machine.
 *
 * <p>Nothing is pulled and nothing is isolated. A container is a process of this machine with its
 * own environment, working directory and address; see {@link EmbeddedCluster} for how paths inside
 * a container become paths of this machine.
 *
 * <p>Values of this class never change.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ContainerImage {
  /**
   * How the containers of an image are run.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public enum Kind {
    /** An unpacked Spark distribution; understands the arguments of Spark's stock image. */
    SPARK_HOME,
    /** Spark's classes on a class path; understands the arguments of Spark's stock image. */
    SPARK_CLASS_PATH,
    /** Whatever {@code command} and {@code args} say, run with the programs of this machine. */
    SHELL,
    /** No process at all: runs until it is told to stop. */
    IDLE
  }

  private final Kind kind;
  private final List<Path> classPath;
  private final Map<String, String> environment;
  private final Map<String, Path> files;

  private ContainerImage(
      Kind kind, List<Path> classPath, Map<String, String> environment, Map<String, Path> files) {
    this.kind = kind;
    this.classPath = List.copyOf(classPath);
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * Describes an image made of an unpacked Spark distribution.
   *
   * <p>Drivers start through its {@code bin/spark-submit}, executors with its {@code jars}. Inside
   * a container the folder is {@code /opt/spark}; it is shared by all containers and not written
   * to.
   *
   * @param home the folder with {@code bin} and {@code jars}
   * @return the image
   * @throws IllegalArgumentException where the folder holds no Spark
   */
  public static ContainerImage sparkHome(Path home) {
    Path root = home.toAbsolutePath().normalize();
    if (!root.resolve("bin/spark-submit").toFile().isFile()
        || !root.resolve("jars").toFile().isDirectory()) {
      throw new IllegalArgumentException(
          home + " holds no Spark; give a folder with bin/spark-submit and jars/");
    }
    return new ContainerImage(Kind.SPARK_HOME, List.of(root), Map.of(), Map.of());
  }

  /**
   * Describes an image made of a class path, such as the one of the running test.
   *
   * <p>Inside a container its jars are seen below {@code /opt/spark/jars}.
   *
   * @param classPath jars and folders with classes, in order; at least one
   * @return the image
   * @throws IllegalArgumentException where the class path is empty or an entry does not exist
   */
  public static ContainerImage sparkClassPath(List<Path> classPath) {
    if (classPath.isEmpty()) {
      throw new IllegalArgumentException("the class path is empty; give Spark's jars");
    }
    for (Path entry : classPath) {
      if (!entry.toFile().exists()) {
        throw new IllegalArgumentException(
            "there is no " + entry + "; give a class path of files and folders that exist");
      }
    }
    return new ContainerImage(
        Kind.SPARK_CLASS_PATH,
        classPath.stream().map(entry -> entry.toAbsolutePath().normalize()).toList(),
        Map.of(),
        Map.of());
  }

  /**
   * Describes an image that runs {@code command} and {@code args} with the programs of this
   * machine; {@code args} alone are given to {@code /bin/sh}.
   *
   * @return the image
   */
  public static ContainerImage shell() {
    return new ContainerImage(Kind.SHELL, List.of(), Map.of(), Map.of());
  }

  /**
   * Describes an image whose containers are reported as running although nothing runs.
   *
   * <p>A container ends with exit code 0 when it is told to stop, and an init container at once.
   *
   * @return the image
   */
  public static ContainerImage idle() {
    return new ContainerImage(Kind.IDLE, List.of(), Map.of(), Map.of());
  }

  /**
   * Derives an image with a variable in its environment, as {@code ENV} of a Dockerfile does; the
   * container's own {@code env} wins.
   *
   * @param name the variable
   * @param value its value
   * @return a new image
   */
  public ContainerImage withEnv(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new ContainerImage(kind, classPath, more, files);
  }

  /**
   * Derives an image with a file or folder of this machine in it, as {@code COPY} of a Dockerfile
   * does. It is not copied: containers see the original.
   *
   * @param containerPath where containers see it, absolute
   * @param hostPath the file or folder of this machine
   * @return a new image
   * @throws IllegalArgumentException where {@code containerPath} is not absolute
   */
  public ContainerImage withFile(String containerPath, Path hostPath) {
    if (!containerPath.startsWith("/")) {
      throw new IllegalArgumentException(
          "a path in a container must be absolute, but was '"
              + containerPath
              + "'; start it with '/'");
    }
    Map<String, Path> more = new LinkedHashMap<>(files);
    more.put(containerPath, hostPath.toAbsolutePath().normalize());
    return new ContainerImage(kind, classPath, environment, more);
  }

  /**
   * Returns how containers of this image are run.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the Spark distribution.
   *
   * @return the folder, empty unless the image was made with {@link #sparkHome}
   */
  public Optional<Path> home() {
    return kind == Kind.SPARK_HOME ? Optional.of(classPath.get(0)) : Optional.empty();
  }

  /**
   * Returns Spark's class path.
   *
   * @return jars and folders, empty unless the image was made with {@link #sparkClassPath}
   */
  public List<Path> classPath() {
    return kind == Kind.SPARK_CLASS_PATH ? classPath : List.of();
  }

  /**
   * Returns the variables of the image.
   *
   * @return values by name
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Returns the files that were added to the image.
   *
   * @return files and folders of this machine by path in a container
   */
  public Map<String, Path> files() {
    return files;
  }

  @Override
  public String toString() {
    return "ContainerImage{" + kind + (classPath.isEmpty() ? "" : " " + classPath.get(0)) + "}";
  }
}
