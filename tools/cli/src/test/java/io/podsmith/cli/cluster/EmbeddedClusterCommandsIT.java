// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.Fault;
import java.io.IOException;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The commands about applications on the embedded cluster, where containers are processes. */
class EmbeddedClusterCommandsIT extends ClusterCommandsContract {
  private EmbeddedCluster cluster;

  @Override
  Target start() {
    EmbeddedTarget embedded = EmbeddedTarget.start();
    cluster = embedded.cluster();
    return embedded;
  }

  @Test
  void showsHowTheDriverEnded() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", "exit 3");
    await(driver, pod -> "Failed".equals(pod.getStatus().getPhase()));

    CommandRun run = run("status", "pi");

    assertThat(run.out())
        .as(run.err())
        .containsPattern("State: +Failed after \\d+s, \\d+s ago")
        .contains("failed: container spark-kubernetes-driver ended with exit code 3");
    assertThat(run("status").out()).containsPattern("pi +spark-a +Failed \\(exit code 3\\)");
    assertThat(run("status", "-o", "yaml", "pi").out()).contains("exitCode: 3");
  }

  @Test
  void showsTheErrorThatTheDriverReported() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", "echo '[PODSMITH-APP-004] no image'; exit 1");
    await(driver, pod -> "Failed".equals(pod.getStatus().getPhase()));

    assertThat(run("status", "pi").out())
        .contains("the driver reported: [PODSMITH-APP-004] no image");
  }

  @Test
  void findsApplicationsByTheLabelsOfOlderSparkVersions() {
    Pod driver =
        new PodBuilder()
            .withNewMetadata()
            .withName("old-driver")
            .addToLabels("spark-role", "driver")
            .addToLabels("spark-app-selector", "spark-old")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage("spark")
            .withCommand("/bin/sh", "-c", FOREVER)
            .endContainer()
            .endSpec()
            .build();
    target.client().resource(driver).inNamespace(namespace).create();
    await(driver, ClusterCommandsContract::isRunning);

    assertThat(run("status", "old-driver").out())
        .contains("Application: old-driver (spark-old)", "Executors:   none");
  }

  @Test
  void explainsThatADriverInClientModeCannotBeKilled() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", FOREVER);
    jobs.executor(
        driver,
        1,
        FOREVER,
        pod ->
            pod.editMetadata()
                .withOwnerReferences()
                .addToLabels("spark-app-selector", "spark-client")
                .endMetadata());

    assertThat(run("status", "spark-client").out()).contains("State:       NoDriver");
    CommandRun run = run("kill", "spark-client");

    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("spark-client has no driver pod in this namespace")
        .contains(
            "kubectl delete pods -n %s -l spark-app-selector=spark-client".formatted(namespace));
  }

  @Test
  void killLeavesEndedApplicationsAlone() throws Exception {
    Pod ended = jobs.submit("spark-a", "pi", "exit 0");
    await(ended, pod -> "Succeeded".equals(pod.getStatus().getPhase()));

    CommandRun run = run("kill", "pi");
    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err())
        .contains("spark-a has ended", "kubectl delete pod spark-a-driver -n " + namespace);

    Pod active = jobs.submit("spark-b", "pi", FOREVER);
    assertThat(run("kill", "pi").code()).as("only one is active").isEqualTo(ExitCodes.OK);
    await(active, pod -> pod == null);
    assertThat(isThere(ended)).isTrue();
  }

  @Test
  void namesTheMissingPermission() {
    cluster.apiServer().faults().add(Fault.on("list", "pods").times(1).forbidden(forbidden()));
    try {
      CommandRun run = run("status");
      assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
      assertThat(run.err())
          .hasLineCount(1)
          .contains("PODSMITH-CLUSTER-002")
          .contains("kubectl auth can-i list pods -n " + namespace);
    } finally {
      cluster.apiServer().faults().clear();
    }
  }

  private static String forbidden() {
    return "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\"";
  }

  @Test
  void reportsAnUnreachableServerInOneLine() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    CommandRun run =
        execute("status", List.of("--master", "k8s://http://127.0.0.1:%d".formatted(port)));
    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err().lines().filter(line -> line.startsWith("error:")))
        .singleElement()
        .asString()
        .contains("PODSMITH-CLUSTER-001", "127.0.0.1:" + port);
  }

  @Test
  void printsTheLogsOfDriverAndExecutors() throws Exception {
    Pod driver =
        await(
            jobs.submit("spark-a", "pi", "echo from the driver; " + FOREVER),
            ClusterCommandsContract::isRunning);
    Pod executor = jobs.executor(driver, 1, "echo from one; " + FOREVER, pod -> pod);
    await(executor, ClusterCommandsContract::isRunning);
    jobs.executor(
        driver, 2, FOREVER, pod -> pod.editSpec().addToNodeSelector("no-such", "x").endSpec());
    awaitLog(driver, "from the driver");
    awaitLog(executor, "from one");

    CommandRun run = run("logs", "pi");
    assertThat(run.out().lines()).containsExactlyInAnyOrder("from the driver", "from one");
    assertThat(run.err()).contains("note: spark-a-exec-2 has not started: Pending");
    assertThat(run("logs", "--driver", "pi").out()).isEqualTo("from the driver%n".formatted());
    assertThat(run("logs", "--executor", "1", "--prefix", "pi").out())
        .isEqualTo("exec-1  | from one%n".formatted());

    CommandRun missing = run("logs", "--executor", "7", "pi");
    assertThat(missing.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(missing.err()).contains("has no executor '7'; its executors are 1, 2");
  }

  @Test
  void printsTheEndOfALog() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", "echo one; echo two; echo three; " + FOREVER);
    await(driver, ClusterCommandsContract::isRunning);
    awaitLog(driver, "three");

    assertThat(run("logs", "--tail", "2", "pi").out().lines()).containsExactly("two", "three");
    assertThat(run("logs", "--tail", "-1", "pi").err()).contains("--tail is -1");
    assertThat(run("logs", "--since", "later", "pi").err()).contains("'later' is not a duration");
  }

  @Test
  void namesTheMissingPermissionToReadLogs() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", FOREVER);
    await(driver, ClusterCommandsContract::isRunning);
    cluster.apiServer().faults().add(Fault.on("get", "pods/log").forbidden(forbiddenLog()));
    try {
      for (List<String> arguments : List.of(List.of("pi"), List.of("-f", "pi"))) {
        CommandRun run = run("logs", arguments.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
        assertThat(run.err())
            .contains("PODSMITH-CLUSTER-002")
            .contains("cannot get log of pod spark-a-driver")
            .contains("kubectl auth can-i get pods --subresource=log -n " + namespace);
      }
    } finally {
      cluster.apiServer().faults().clear();
    }
  }

  private static String forbiddenLog() {
    return "pods \"x\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API group"
        + " \"\"";
  }

  @Test
  void followsNewExecutorsUntilTheApplicationEnds() throws Exception {
    Path gate = directory.resolve("gate");
    String waits = "while [ ! -e %s ]; do sleep 0.05; done".formatted(gate);
    Pod driver = jobs.submit("spark-a", "pi", "echo begin; %s; echo end".formatted(waits));
    await(driver, ClusterCommandsContract::isRunning);
    CompletableFuture<CommandRun> following =
        CompletableFuture.supplyAsync(() -> run("logs", "-f", "--prefix", "pi"));

    Pod executor = jobs.executor(driver, 1, "echo from one; " + waits, pod -> pod);
    await(executor, ClusterCommandsContract::isRunning);
    awaitLog(executor, "from one");
    assertThat(following).isNotDone();
    Files.createFile(gate);

    CommandRun run = following.get(60, TimeUnit.SECONDS);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines())
        .containsExactlyInAnyOrder("driver  | begin", "exec-1  | from one", "driver  | end");
  }

  @Test
  void stopsFollowingWhenTheDriverIsDeleted() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", "echo begin; " + FOREVER);
    await(driver, ClusterCommandsContract::isRunning);
    StringWriter out = new StringWriter();
    CompletableFuture<CommandRun> following =
        CompletableFuture.supplyAsync(() -> CommandRun.of(words("logs", "-f", "pi"), out));
    awaitText(out::toString, "begin");

    target.client().resource(driver).withGracePeriod(0).delete();

    assertThat(following.get(60, TimeUnit.SECONDS).code()).isEqualTo(ExitCodes.OK);
  }

  private void awaitLog(Pod pod, String text) {
    awaitText(() -> cluster.logs(namespace, pod.getMetadata().getName()), text);
  }

  private static void awaitText(Supplier<String> source, String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!source.get().contains(text)) {
      assertThat(System.nanoTime()).as("the output has '%s'", text).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
