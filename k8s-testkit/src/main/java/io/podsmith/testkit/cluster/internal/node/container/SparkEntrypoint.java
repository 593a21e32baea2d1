// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.podsmith.testkit.cluster.NodeImage;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the arguments of Spark's containers into processes, as the entry point of Spark's stock
 * image does.
 */
final class SparkEntrypoint {
  private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";
  private static final String EXECUTOR_CLASS =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend";

  private final NodeImage image;
  private final Path sparkHome;
  private final Path workingDir;
  private final List<String> nodeFlags;

  /**
   * @param sparkHome what {@code /opt/spark} is on this machine
   * @param nodeFlags JVM flags that stand in for what a real container brings, such as DNS
   */
  SparkEntrypoint(NodeImage image, Path sparkHome, Path workingDir, List<String> nodeFlags) {
    this.image = image;
    this.sparkHome = sparkHome;
    this.workingDir = workingDir;
    this.nodeFlags = nodeFlags;
  }

  /**
   * Returns the command for the arguments of a container.
   *
   * @param environment the variables of the container; what the programs need is added
   */
  List<String> command(List<String> args, Map<String, String> environment)
      throws IOException, ContainerStartException {
    String mode = args.isEmpty() ? "" : args.get(0);
    return switch (mode) {
      case "driver" -> driver(args.subList(1, args.size()), environment);
      case "executor" -> executor(environment);
      default -> args;
    };
  }

  private List<String> driver(List<String> args, Map<String, String> environment)
      throws IOException {
    String address = environment.getOrDefault("SPARK_DRIVER_BIND_ADDRESS", "");
    List<String> submit =
        Stream.concat(
                Stream.of(
                    "--conf",
                    "spark.driver.bindAddress=" + address,
                    "--conf",
                    "spark.executorEnv.SPARK_DRIVER_POD_IP=" + address,
                    "--deploy-mode",
                    "client"),
                args.stream())
            .toList();
    if (image.kind() == NodeImage.Kind.SPARK_HOME) {
      String flags = nodeFlags.stream().map(OptionString::quote).collect(Collectors.joining(" "));
      environment.merge("SPARK_SUBMIT_OPTS", flags, (given, ours) -> ours + " " + given);
      return prepend(List.of(sparkHome.resolve("bin/spark-submit").toString()), submit);
    }
    return prepend(driverJvm(args, environment), submit);
  }

  /** Does what spark-submit's launcher does before it starts the driver's JVM. */
  private List<String> driverJvm(List<String> args, Map<String, String> environment)
      throws IOException {
    DriverOptions options = DriverOptions.of(args);
    List<String> command = new ArrayList<>();
    command.add(java(environment));
    command.addAll(SparkJvmFlags.modules());
    command.addAll(nodeFlags);
    command.add("-Xmx" + options.memory());
    command.addAll(OptionString.split(environment.getOrDefault("SPARK_SUBMIT_OPTS", "")));
    command.addAll(options.javaOptions());
    command.add("-cp");
    command.add(
        joined(
            environment.get("SPARK_CONF_DIR"),
            options.extraClassPath().orElse(null),
            sparkJars(),
            environment.get("HADOOP_CONF_DIR")));
    command.add("org.apache.spark.deploy.SparkSubmit");
    return command;
  }

  private List<String> executor(Map<String, String> environment) throws ContainerStartException {
    String memory = required(environment, "SPARK_EXECUTOR_MEMORY");
    List<String> command = new ArrayList<>();
    command.add(java(environment));
    command.addAll(nodeFlags);
    environment.keySet().stream()
        .filter(name -> name.matches(JAVA_OPTION + "\\d+"))
        .sorted(
            Comparator.comparingInt(name -> Integer.parseInt(name.substring(JAVA_OPTION.length()))))
        .forEach(name -> command.add(environment.get(name)));
    command.add("-Xms" + memory);
    command.add("-Xmx" + memory);
    command.add("-cp");
    command.add(
        joined(
            environment.get("SPARK_CONF_DIR"),
            environment.get("HADOOP_CONF_DIR"),
            environment.get("SPARK_CLASSPATH"),
            sparkJars(),
            environment.get("SPARK_EXTRA_CLASSPATH"),
            environment.get("SPARK_DIST_CLASSPATH"),
            workingDir.toString()));
    command.add(EXECUTOR_CLASS);
    addOption(command, "--driver-url", environment, "SPARK_DRIVER_URL");
    addOption(command, "--executor-id", environment, "SPARK_EXECUTOR_ID");
    addOption(command, "--cores", environment, "SPARK_EXECUTOR_CORES");
    addOption(command, "--app-id", environment, "SPARK_APPLICATION_ID");
    addOption(command, "--hostname", environment, "SPARK_EXECUTOR_POD_IP");
    addOption(command, "--resourceProfileId", environment, "SPARK_RESOURCE_PROFILE_ID");
    addOption(command, "--podName", environment, "SPARK_EXECUTOR_POD_NAME");
    return command;
  }

  private static void addOption(
      List<String> command, String option, Map<String, String> environment, String variable)
      throws ContainerStartException {
    command.add(option);
    command.add(required(environment, variable));
  }

  private static String required(Map<String, String> environment, String variable)
      throws ContainerStartException {
    String value = environment.get(variable);
    if (value == null) {
      throw new ContainerStartException(
          "StartError",
          "the container's arguments say 'executor' but its environment has no " + variable);
    }
    return value;
  }

  private String sparkJars() {
    return image.kind() == NodeImage.Kind.SPARK_HOME
        ? sparkHome.resolve("jars") + "/*"
        : image.classpath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
  }

  private static String java(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("JAVA_HOME", System.getProperty("java.home")))
        .resolve("bin/java")
        .toString();
  }

  private static String joined(@org.jspecify.annotations.Nullable String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> prepend(List<String> head, List<String> tail) {
    return Stream.concat(head.stream(), tail.stream()).toList();
  }

  /** What the arguments of spark-submit say about the driver's JVM. */
  private record DriverOptions(
      String memory, List<String> javaOptions, Optional<String> extraClassPath) {
    static DriverOptions of(List<String> args) throws IOException {
      Properties properties = new Properties();
      Properties given = new Properties();
      for (int i = 0; i + 1 < args.size() && args.get(i).startsWith("--"); i += 2) {
        String value = args.get(i + 1);
        switch (args.get(i)) {
          case "--properties-file" -> {
            try (Reader reader = Files.newBufferedReader(Path.of(value))) {
              properties.load(reader);
            }
          }
          case "--conf" -> {
            int equals = value.indexOf('=');
            if (equals > 0) {
              given.setProperty(value.substring(0, equals), value.substring(equals + 1));
            }
          }
          case "--driver-memory" -> given.setProperty("spark.driver.memory", value);
          case "--driver-java-options" -> given.setProperty("spark.driver.extraJavaOptions", value);
          case "--driver-class-path" -> given.setProperty("spark.driver.extraClassPath", value);
          default -> {
            // Not about the JVM: SparkSubmit reads it.
          }
        }
      }
      properties.putAll(given);
      List<String> javaOptions =
          new ArrayList<>(
              OptionString.split(properties.getProperty("spark.driver.defaultJavaOptions", "")));
      javaOptions.addAll(
          OptionString.split(properties.getProperty("spark.driver.extraJavaOptions", "")));
      String memory = properties.getProperty("spark.driver.memory", "1g");
      return new DriverOptions(
          memory.matches("\\d+") ? memory + "m" : memory,
          javaOptions,
          Optional.ofNullable(properties.getProperty("spark.driver.extraClassPath")));
    }
  }
}
