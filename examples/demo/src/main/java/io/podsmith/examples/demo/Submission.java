// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs {@code spark-submit} as a process of its own. */
final class Submission {
  private final Spark spark;
  private final Path folder;
  private final Map<String, String> settings;

  Submission(Spark spark, Path folder, Map<String, String> settings) {
    this.spark = spark;
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Submits and waits.
   *
   * @param onLine is given each line that spark-submit prints, as it comes
   * @return the exit code
   */
  int run(Job job, Path log, Consumer<String> onLine) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(spark.submitCommand());
    command.add("--deploy-mode");
    command.add(job.isClusterMode() ? "cluster" : "client");
    command.add("--name");
    command.add(job.name());
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(job.settings());
    all.forEach(
        (key, value) -> {
          command.add("--conf");
          command.add(key + "=" + value);
        });
    command.addAll(job.arguments());

    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("SPARK_SUBMIT_OPTS", Spark.JVM_FLAGS);
    builder.environment().remove("HADOOP_CONF_DIR");
    builder.environment().remove("KUBECONFIG");
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter file = Files.newBufferedWriter(log)) {
      String line;
      while ((line = out.readLine()) != null) {
        file.write(line);
        file.newLine();
        file.flush();
        onLine.accept(line);
      }
      return process.waitFor();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }
}
