// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.testkit.cluster.NodeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEntrypointTest {
  private static final List<String> NODE_FLAGS = List.of("-Djdk.net.hosts.file=/node/hosts");

  @TempDir private Path directory;
  private Path jar;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    jar = Files.createFile(directory.resolve("spark.jar"));
    environment.put("JAVA_HOME", "/jdk");
  }

  @Test
  void startsADriverFromAClassPath() throws Exception {
    environment.put("SPARK_DRIVER_BIND_ADDRESS", "127.5.0.1");
    Path properties =
        Files.writeString(
            directory.resolve("spark.properties"),
            "spark.driver.memory=300m\n"
                + "spark.driver.extraJavaOptions=-Da=1 -Db='x y'\n"
                + "spark.driver.extraClassPath=/extra.jar\n");

    List<String> command =
        entrypoint(NodeImage.sparkClasspath(List.of(jar)))
            .command(
                List.of(
                    "driver",
                    "--properties-file",
                    properties.toString(),
                    "--class",
                    "Main",
                    "a.jar"),
                environment);

    assertThat(command)
        .startsWith("/jdk/bin/java")
        .contains("-Xmx300m", "-Da=1", "-Db=x y", "-Djdk.net.hosts.file=/node/hosts")
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
        .containsSequence("-cp", "/extra.jar:" + jar, "org.apache.spark.deploy.SparkSubmit")
        .containsSequence(
            "--conf",
            "spark.driver.bindAddress=127.5.0.1",
            "--conf",
            "spark.executorEnv.SPARK_DRIVER_POD_IP=127.5.0.1",
            "--deploy-mode",
            "client",
            "--properties-file",
            properties.toString(),
            "--class",
            "Main",
            "a.jar");
  }

  @Test
  void startsADriverThroughADistribution() throws Exception {
    environment.put("SPARK_DRIVER_BIND_ADDRESS", "127.5.0.1");
    environment.put("SPARK_SUBMIT_OPTS", "-Dmine=1");

    List<String> command =
        entrypoint(distribution()).command(List.of("driver", "--class", "Main"), environment);

    assertThat(command)
        .startsWith(directory.resolve("bin/spark-submit").toString(), "--conf")
        .endsWith("--deploy-mode", "client", "--class", "Main");
    assertThat(environment)
        .containsEntry("SPARK_SUBMIT_OPTS", "-Djdk.net.hosts.file=/node/hosts -Dmine=1");
  }

  @Test
  void startsAnExecutor() throws Exception {
    environment.putAll(executorVariables());
    environment.put("SPARK_JAVA_OPT_10", "-Dlast=1");
    environment.put("SPARK_JAVA_OPT_2", "-Dfirst=1");
    environment.put("SPARK_CLASSPATH", "/user.jar");
    environment.put("SPARK_CONF_DIR", "/conf");

    List<String> command = entrypoint(distribution()).command(List.of("executor"), environment);

    assertThat(command)
        .startsWith("/jdk/bin/java", "-Djdk.net.hosts.file=/node/hosts", "-Dfirst=1", "-Dlast=1")
        .contains("-Xms512m", "-Xmx512m")
        .containsSequence(
            "-cp",
            "/conf:/user.jar:" + directory + "/jars/*:/work",
            "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
            "--driver-url",
            "spark://driver:7078")
        .endsWith("--resourceProfileId", "0", "--podName", "pod-1");
  }

  @Test
  void saysWhichVariableAnExecutorLacks() {
    Map<String, String> variables = executorVariables();
    variables.remove("SPARK_DRIVER_URL");

    assertThatThrownBy(() -> entrypoint(distribution()).command(List.of("executor"), variables))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining("SPARK_DRIVER_URL");
  }

  @Test
  void passesOtherArgumentsThrough() throws Exception {
    assertThat(entrypoint(distribution()).command(List.of("ls", "-l"), environment))
        .isEqualTo(List.of("ls", "-l"));
  }

  private static Map<String, String> executorVariables() {
    return new HashMap<>(
        Map.of(
            "SPARK_EXECUTOR_MEMORY", "512m",
            "SPARK_DRIVER_URL", "spark://driver:7078",
            "SPARK_EXECUTOR_ID", "1",
            "SPARK_EXECUTOR_CORES", "1",
            "SPARK_APPLICATION_ID", "app",
            "SPARK_EXECUTOR_POD_IP", "127.5.0.2",
            "SPARK_RESOURCE_PROFILE_ID", "0",
            "SPARK_EXECUTOR_POD_NAME", "pod-1"));
  }

  private NodeImage distribution() throws IOException {
    Files.createDirectories(directory.resolve("jars"));
    Files.createDirectories(directory.resolve("bin"));
    if (Files.notExists(directory.resolve("bin/spark-submit"))) {
      Files.createFile(directory.resolve("bin/spark-submit"));
    }
    return NodeImage.sparkHome(directory);
  }

  private SparkEntrypoint entrypoint(NodeImage image) {
    return new SparkEntrypoint(image, directory, Path.of("/work"), NODE_FLAGS);
  }
}
