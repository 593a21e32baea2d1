// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.cli.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds the examples of {@code docs/cli.md}: each is the output of a command that runs here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TranscriptsIT {
  private static final String NAMESPACE = "jobs";
  private static final String JAR = "local:///opt/pi.jar";

  /** As long on each machine, because long lines are wrapped. */
  private final Path directory = Path.of("target/transcripts");

  private EmbeddedTarget target;

  @BeforeAll
  void startCluster() {
    target = EmbeddedTarget.start();
    target
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterAll
  void closeCluster() {
    target.close();
  }

  @BeforeEach
  void writeSettings() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("pi.conf"),
        """
        spark.master                          k8s://https://kubernetes.example.com:6443
        spark.app.name                        pi
        spark.kubernetes.namespace            jobs
        spark.kubernetes.container.image      spark
        spark.executor.instances              2
        spark.executor.memory                 2g
        """);
    Files.writeString(
        directory.resolve("new.conf"),
        Files.readString(directory.resolve("pi.conf"))
            .replace("2g", "3g")
            .concat("spark.kubernetes.driver.label.team    data\n"));
  }

  @Test
  void explain() throws IOException {
    transcript("explain")
        .run(settings("explain", "executor", "resources"), List.of())
        .run(
            settings(
                "explain",
                "executor",
                "limits",
                "--executor-id",
                "7",
                "--executor-resources",
                "cores=2,memory=4g,nvidia.com/gpu=1"),
            List.of())
        .run(settings("explain", "--why-not", "spark.env-secrets"), List.of())
        .check();
  }

  @Test
  void planAndApply() throws IOException {
    Path plan = directory.resolve("pi.yaml");
    transcript("plan")
        .run(settings("plan", "--class", "Pi", JAR, "100"), List.of())
        .run(settings("plan", "-o", plan.toString(), "--class", "Pi", JAR, "100"), List.of())
        .check();
    transcript("apply")
        .run(
            List.of("apply", "--allow", "cluster", "--no-wait", plan.toString()),
            withNamespace(connection()))
        .check();
  }

  @Test
  void rbac() throws IOException {
    transcript("rbac")
        .run(
            List.of(
                "rbac",
                "--required-only",
                "--submitter",
                "Group:data",
                directory.resolve("pi.conf").toString()),
            List.of())
        .check();
  }

  @Test
  void diff() throws IOException {
    transcript("diff")
        .run(
            List.of(
                "diff",
                directory.resolve("pi.conf").toString(),
                directory.resolve("new.conf").toString()),
            List.of())
        .check();
  }

  @Test
  void steps() throws IOException {
    transcript("steps-list").run(settings("steps", "list"), List.of()).check();
    transcript("steps-describe")
        .run(settings("steps", "describe", "spark.env-secrets"), List.of())
        .check();
  }

  @Test
  void submit() throws IOException {
    transcript("submit")
        .run(settings("submit", "--no-wait", "--class", "Pi", JAR, "100"), connection())
        .check();
  }

  @Test
  void statusLogsAndKill() throws Exception {
    Jobs jobs = new Jobs(target, NAMESPACE, directory);
    String forever = "; " + ClusterCommandsContract.FOREVER;
    Pod driver = jobs.submit("spark-etl", "etl", "echo The driver has started" + forever);
    await(driver, ClusterCommandsContract::isRunning);
    Pod executor = jobs.executor(driver, 1, "echo Executor 1 has started" + forever, pod -> pod);
    await(executor, ClusterCommandsContract::isRunning);
    List<String> hidden = withNamespace(connection());

    transcript("status").run(List.of("status", "etl"), hidden).check();
    transcript("logs").run(List.of("logs", "--prefix", "etl"), hidden).check();
    transcript("kill").run(List.of("kill", "etl"), hidden).check();
    await(driver, pod -> pod == null);
  }

  @Test
  void installAndUninstall(@TempDir Path temporary) throws IOException {
    Path home = Files.createDirectory(temporary.resolve("spark"));
    Path jars = Files.createDirectory(home.resolve("jars"));
    Files.writeString(jars.resolve("spark-core_2.13-4.1.1.jar"), "core");
    Files.writeString(jars.resolve("spark-kubernetes_2.13-4.1.1.jar"), "stock");
    Path source = Files.createDirectory(temporary.resolve("podsmith"));
    for (String module : List.of("api", "core", "scheduler", "steps-builtin")) {
      Files.writeString(source.resolve("k8s-%s-0.1.0.jar".formatted(module)), module);
    }
    transcript("install")
        .replacing(temporary + "/", "")
        .run(List.of("install", home.toString()), List.of("--from", source.toString()))
        .check();
    transcript("uninstall")
        .replacing(temporary + "/", "")
        .run(List.of("uninstall", home.toString()), List.of())
        .check();
  }

  private Transcript transcript(String command) {
    return Transcript.of(command).replacing(directory + "/", "");
  }

  private List<String> settings(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    int index = words[0].equals("steps") ? 2 : 1;
    all.addAll(index, List.of("--properties-file", directory.resolve("pi.conf").toString()));
    return all;
  }

  private List<String> connection() {
    List<String> options = new ArrayList<>();
    target.settings().forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    return options;
  }

  private static List<String> withNamespace(List<String> options) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--conf", "spark.kubernetes.namespace=" + NAMESPACE));
    return all;
  }

  private void await(Pod pod, Predicate<Pod> condition) {
    Pod unused =
        target
            .client()
            .pods()
            .inNamespace(NAMESPACE)
            .withName(pod.getMetadata().getName())
            .waitUntilCondition(condition, 60, TimeUnit.SECONDS);
  }
}
