// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import io.podsmith.scheduler.pods.testing.Applications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkSubmit;
import org.assertj.core.api.Assertions;

/**
 * Runs cases as users do: by Spark's SparkSubmit in cluster mode, by a SparkContext in client mode.
 */
final class CaseRunner implements AutoCloseable {
  private static final List<String> JOB =
      List.of("--class", "org.example.Job", "local:///opt/spark/jars/job.jar");

  private final CaseFiles files;
  private final String server;
  private final String namespace;
  private Optional<SparkContext> context = Optional.empty();

  CaseRunner(Path directory, String server, String namespace) {
    this.files = new CaseFiles(directory, server);
    this.server = server;
    this.namespace = namespace;
  }

  CaseFiles files() {
    return files;
  }

  /** Submits a job in Java without waiting for its end, and returns what was thrown. */
  Optional<Throwable> submit(String name, String file, String... more) throws IOException {
    return submit(JOB, name, file, pairs(more));
  }

  /** Submits an application without waiting for its end, and returns what was thrown. */
  Optional<Throwable> submit(List<String> application, String name, String file)
      throws IOException {
    return submit(application, name, file, Map.of());
  }

  /** Submits a job in Java, waits for its end, and returns what was thrown. */
  Optional<Throwable> submitAndWait(String name, String file) {
    try {
      return submit(
          JOB, name, file, Map.of("spark.kubernetes.submission.waitAppCompletion", "true"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Throwable> submit(
      List<String> application, String name, String file, Map<String, String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", "k8s://" + server, "--deploy-mode", "cluster"));
    arguments.addAll(List.of("--properties-file", files.write(name, file).toString()));
    Map<String, String> settings = usual();
    settings.put("spark.kubernetes.submission.waitAppCompletion", "false");
    settings.putAll(more);
    settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.addAll(application);
    // SparkSubmit leaves its own class loader behind.
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      return Optional.ofNullable(
          Assertions.catchThrowable(
              () -> new SparkSubmit().doSubmit(arguments.toArray(String[]::new))));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Starts an application in client mode. */
  SparkContext start(String name, String file, String... more) throws IOException {
    Map<String, String> settings = files.read(name, file);
    settings.putIfAbsent("spark.master", "k8s://" + server);
    settings.putIfAbsent("spark.app.name", name);
    settings.putAll(usual());
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.driver.port", "0");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "0s");
    settings.putAll(pairs(more));
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    SparkContext started = new SparkContext(conf);
    context = Optional.of(started);
    return started;
  }

  /** Starts an application that cannot start, and returns the reason. */
  Throwable failedStart(String name, String file, String... more) {
    return Assertions.catchThrowable(() -> start(name, file, more).stop());
  }

  private Map<String, String> usual() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.kubernetes.container.image", "spark:4.1.1");
    settings.put("spark.kubernetes.namespace", namespace);
    return settings;
  }

  private static Map<String, String> pairs(String... keysAndValues) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings;
  }

  @Override
  public void close() {
    context.ifPresent(SparkContext::stop);
    Applications.awaitEnd();
  }
}
