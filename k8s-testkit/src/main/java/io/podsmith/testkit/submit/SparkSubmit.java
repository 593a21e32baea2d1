// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.internal.node.container.SparkJvmFlags;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Runs {@code spark-submit} in its own process, on an {@link EmbeddedCluster}.
 *
 * <pre>{@code
 * SparkSubmit spark = SparkSubmit.ofHome(Path.of(System.getenv("SPARK_HOME")));
 * try (EmbeddedCluster cluster = EmbeddedCluster.builder().defaultImage(spark.image()).start()) {
 *   SubmissionRun run = spark.run(Submission.of("com.acme.Report", "report.jar"), cluster);
 *   assertThat(run.exitCode()).as(run.output()).isZero();
 * }
 * }</pre>
 *
 * <p>Unless the submission says otherwise, jobs are small: one executor, 512 MiB for the driver and
 * for each executor, no UI, and JVMs that start fast.
 *
 * <p>Immutable. Run one submission at a time in a namespace: every Spark pod that appears meanwhile
 * is taken for the submission's.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SparkSubmit {
  /** JVMs that live for seconds spend most of their time on compiling what they never need. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private final List<String> command;
  private final NodeImage image;
  private final Duration deadline;

  private SparkSubmit(List<String> command, NodeImage image, Duration deadline) {
    this.command = List.copyOf(command);
    this.image = image;
    this.deadline = deadline;
  }

  /**
   * Uses an unpacked Spark distribution in which Podsmith's jars replace Spark's Kubernetes jar.
   *
   * @param home the directory with {@code bin} and {@code jars}
   * @return a way to run submissions
   * @throws IllegalArgumentException if the directory contains no Spark
   */
  public static SparkSubmit ofHome(Path home) {
    NodeImage image = NodeImage.sparkHome(home);
    String script = home.toAbsolutePath().resolve("bin/spark-submit").toString();
    return new SparkSubmit(List.of(script), image, DEADLINE);
  }

  /**
   * Uses Spark's and Podsmith's classes on a classpath.
   *
   * @param classPath jars and directories with classes, in order
   * @return a way to run submissions
   * @throws IllegalArgumentException if the classpath is empty or an entry does not exist
   */
  public static SparkSubmit ofClassPath(List<Path> classPath) {
    NodeImage image = NodeImage.sparkClasspath(classPath);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(List.of(SHORT_LIVED.split(" ")));
    command.addAll(SparkJvmFlags.modules());
    command.add("-cp");
    command.add(
        String.join(File.pathSeparator, image.classpath().stream().map(Path::toString).toList()));
    command.add("org.apache.spark.deploy.SparkSubmit");
    return new SparkSubmit(command, image, DEADLINE);
  }

  /**
   * Uses the classpath of this JVM, for tests in projects that depend on Spark.
   *
   * @return a way to run submissions
   */
  public static SparkSubmit ofThisClassPath() {
    return ofClassPath(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> entry.toFile().exists())
            .toList());
  }

  /**
   * Limits how long a submission may run.
   *
   * @param limit the limit, 4 min by default
   * @return a changed copy
   */
  public SparkSubmit withDeadline(Duration limit) {
    return new SparkSubmit(command, image, limit);
  }

  /**
   * Returns the image that drivers and executors need.
   *
   * @return an image for {@link EmbeddedCluster.Builder#defaultImage} or {@link
   *     EmbeddedCluster.Builder#image}
   */
  public NodeImage image() {
    return image;
  }

  /**
   * Runs an application and waits until {@code spark-submit} ends.
   *
   * @param submission the application
   * @param cluster the cluster; it must have {@link #image()}
   * @return how it ended; an application that fails is a result and not an exception
   * @throws AssertionError if it does not end before the deadline; the message has its output
   */
  public SubmissionRun run(Submission submission, EmbeddedCluster cluster) {
    Map<String, String> properties = new LinkedHashMap<>(defaults());
    properties.putAll(cluster.sparkProperties());
    properties.putAll(submission.conf());
    List<String> line = new ArrayList<>(command);
    properties.forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    line.addAll(submission.commandLine());
    String namespace = properties.getOrDefault("spark.kubernetes.namespace", cluster.namespace());
    try (ApplicationObserver observer = ApplicationObserver.start(cluster, namespace)) {
      Process process = start(line);
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(
              () -> text(process.getInputStream()), SparkSubmit::onNewThread);
      try {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "spark-submit did not end within %s; its output is%n%s"
                  .formatted(deadline, output.join()));
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while spark-submit ran", e);
      }
      return observer.result(process.exitValue(), output.join());
    }
  }

  /** Runs a task that blocks, for which the common pool may have no thread. */
  private static void onNewThread(Runnable task) {
    Thread thread = new Thread(task, "spark-submit-output");
    thread.setDaemon(true);
    thread.start();
  }

  private static Map<String, String> defaults() {
    return Map.of(
        "spark.kubernetes.container.image", "podsmith/spark:test",
        "spark.executor.instances", "1",
        "spark.executor.memory", "512m",
        "spark.driver.memory", "512m",
        "spark.driver.extraJavaOptions", SHORT_LIVED,
        "spark.executor.extraJavaOptions", SHORT_LIVED,
        "spark.ui.enabled", "false");
  }

  private static Process start(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    // What this machine sets for its own Spark and cluster is not part of the test.
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.keySet().removeAll(List.of("HADOOP_CONF_DIR", "KUBECONFIG"));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_SUBMIT_OPTS", SHORT_LIVED);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + line.get(0), e);
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(unreadable: %s)".formatted(e);
    }
  }
}
