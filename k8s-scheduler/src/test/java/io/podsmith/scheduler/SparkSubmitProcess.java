// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** Runs Spark's own SparkSubmit in a JVM of its own, on the class path of the test. */
final class SparkSubmitProcess {
  private static final long DEADLINE_MINUTES = 4;
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** JVMs that live for seconds spend most of their time on compiling what they never need. */
  static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What came of it: all that was printed, and the exit code. */
  record Result(int exitCode, String output) {}

  private SparkSubmitProcess() {}

  /** Returns the class path of the test, as jars and folders. */
  static List<Path> classPath() {
    return Stream.of(CLASS_PATH.split(java.io.File.pathSeparator)).map(Path::of).toList();
  }

  static Result run(Map<String, String> properties, List<String> arguments) {
    return run(CLASS_PATH, properties, arguments);
  }

  static Result run(String classPath, Map<String, String> properties, List<String> arguments) {
    return run(classPath, List.of(), Map.of(), properties, arguments);
  }

  /**
   * Runs SparkSubmit.
   *
   * @param classPath jars and directories
   * @param jvmOptions options of its JVM
   * @param environment environment variables that it has in addition to those of this process
   * @param properties settings
   * @param arguments what follows the settings
   */
  static Result run(
      String classPath,
      List<String> jvmOptions,
      Map<String, String> environment,
      Map<String, String> properties,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(SHORT_LIVED);
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, "org.apache.spark.deploy.SparkSubmit"));
    properties.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.addAll(arguments);
    try {
      return run(command, environment);
    } catch (IOException e) {
      throw new AssertionError("SparkSubmit cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while SparkSubmit ran", e);
    }
  }

  private static Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().remove("SPARK_HOME");
    builder.environment().remove("SPARK_CONF_DIR");
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> text(process.getInputStream()), task -> new Thread(task).start());
    if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(
          "SparkSubmit did not end in " + DEADLINE_MINUTES + " minutes; it said\n" + output.join());
    }
    return new Result(process.exitValue(), output.join());
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }
}
