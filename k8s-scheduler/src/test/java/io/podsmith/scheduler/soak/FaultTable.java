// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.soak;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs a driver of a Spark distribution in client mode while the API server fails, and prints what
 * happens to its executors as rows of a table. {@code .ci/fault-table} runs it with stock Spark,
 * for docs/reliability.md. Pods run, but no executor registers.
 */
final class FaultTable {
  private static final String NAMESPACE = "default";
  private static final int EXECUTORS = 6;
  private static final Duration START = Duration.ofSeconds(150);
  private static final Duration FAULT = Duration.ofSeconds(60);
  private static final Duration AFTER = Duration.ofSeconds(90);

  private final Path sparkHome;
  private final Path work;

  private FaultTable(Path sparkHome, Path work) {
    this.sparkHome = sparkHome;
    this.work = work;
  }

  /** Takes SPARK_HOME, a directory for logs, and optionally the names of faults. */
  public static void main(String[] args) throws Exception {
    FaultTable table = new FaultTable(Path.of(args[0]), Files.createDirectories(Path.of(args[1])));
    Map<String, Consumer<EmbeddedApiServer>> faults = new LinkedHashMap<>();
    faults.put("none", server -> {});
    faults.put(
        "429",
        server ->
            server.faults().add(Fault.on("create", "pods").tooManyRequests(Duration.ofSeconds(1))));
    faults.put("500", server -> server.faults().add(Fault.on("create", "pods").serverError()));
    faults.put(
        "no-answer",
        server -> server.faults().add(Fault.on("create", "pods").times(3).dropResponse()));
    faults.put(
        "quota",
        server ->
            server
                .faults()
                .add(
                    Fault.on("create", "pods")
                        .forbidden("pods \"x\" is forbidden: exceeded quota: few")));
    faults.put(
        "watch-ends",
        server ->
            server
                .faults()
                .add(
                    Fault.on("watch", "pods")
                        .where(FaultTable::isOfDriver)
                        .closeWatchAfter(Duration.ofMillis(200))));
    faults.put(
        "watch-expired",
        server -> {
          server.compact();
          server
              .faults()
              .add(
                  Fault.on("watch", "pods")
                      .where(FaultTable::isOfDriver)
                      .times(2)
                      .status(410, "Expired", "too old"));
          server
              .faults()
              .add(
                  Fault.on("watch", "pods")
                      .where(FaultTable::isOfDriver)
                      .times(2)
                      .closeWatchAfter(Duration.ZERO));
        });
    System.out.println("| fault | creates while it lasts | log | pods after it | replaced after |");
    System.out.println("|---|---|---|---|---|");
    List<String> chosen = List.of(args).subList(2, args.length);
    for (Map.Entry<String, Consumer<EmbeddedApiServer>> fault : faults.entrySet()) {
      if (chosen.isEmpty() || chosen.contains(fault.getKey())) {
        System.out.println(table.row(fault.getKey(), fault.getValue()));
      }
    }
  }

  private static boolean isOfDriver(RecordedRequest request) {
    return request.query().contains("spark");
  }

  /** Lets all executors run, makes the server fail, and deletes half of them. */
  private String row(String name, Consumer<EmbeddedApiServer> fault)
      throws IOException, InterruptedException {
    Path log = work.resolve(name + ".log");
    try (EmbeddedApiServer server = EmbeddedApiServer.builder().start();
        SimulatedNode unused = new SimulatedNode(server.client(), NAMESPACE)) {
      Process driver = submit(server.url(), log);
      try {
        if (!await(START, () -> running(server) == EXECUTORS)) {
          return "| %s | not all executors started: %d |  |  |  |".formatted(name, running(server));
        }
        long logged = Files.readAllLines(log).size();
        fault.accept(server);
        server.clearRequests();
        executors(server)
            .subList(0, EXECUTORS / 2)
            .forEach(pod -> server.client().resource(pod).withGracePeriod(0).delete());
        Thread.sleep(FAULT.toMillis());
        long creates = creates(server);
        int during = executors(server).size();
        server.faults().clear();
        long begin = System.nanoTime();
        boolean isReached = await(AFTER, () -> running(server) >= EXECUTORS || !driver.isAlive());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Thread.sleep(5_000);
        long problems =
            Files.readAllLines(log).stream()
                .skip(logged)
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .count();
        return "| %s | %d (%d pods) | %d warnings and errors | %d, %s | %s |"
            .formatted(
                name,
                creates,
                during,
                problems,
                executors(server).size(),
                driver.isAlive()
                    ? "driver runs"
                    : "driver ended with %d".formatted(driver.exitValue()),
                isReached ? "%.0f s after its end".formatted(seconds) : "not within 90 s");
      } finally {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
        driver.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private Process submit(String url, Path log) throws IOException {
    Path job =
        Files.writeString(
            work.resolve("wait.py"),
            "import time\nfrom pyspark import SparkContext\nSparkContext()\ntime.sleep(600)\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                sparkHome.resolve("bin/spark-submit").toString(),
                "--master",
                "k8s://" + url,
                "--conf",
                "spark.kubernetes.namespace=" + NAMESPACE,
                "--conf",
                "spark.kubernetes.container.image=spark",
                "--conf",
                "spark.executor.instances=" + EXECUTORS,
                "--conf",
                "spark.driver.host=localhost",
                "--conf",
                "spark.ui.enabled=false",
                job.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("KUBECONFIG", "/none");
    return builder.start();
  }

  private static List<Pod> executors(EmbeddedApiServer server) {
    return server
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("spark-role", "executor")
        .list()
        .getItems();
  }

  private static int running(EmbeddedApiServer server) {
    return (int)
        executors(server).stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .count();
  }

  private static long creates(EmbeddedApiServer server) {
    return server.requests().stream()
        .filter(request -> request.verb().equals("create") && request.resource().equals("pods"))
        .count();
  }

  private static boolean await(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.sleep(250);
    }
    return false;
  }
}
