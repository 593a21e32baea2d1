// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import com.acme.probe.LastStepFactory;
import com.acme.probe.ProbeStepFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Submits jobs with the {@code spark-submit} of stock distributions, the bridge on their classpath,
 * to a cluster inside this JVM, and checks what the steps did to drivers and executors.
 *
 * <p>Arguments: the jar of the bridge, the jar of the jobs, a directory for files, and the
 * directories of distributions. Ends with 1 if a check fails.
 */
public final class BridgeJobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BRIDGE = "io.podsmith.bridge.PodsmithSteps";
  private static final String IMAGE = "stock/spark";
  private static final String JVM_FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path bridge;
  private final Path jobs;
  private final Path out;
  private final List<String> problems = new ArrayList<>();

  private BridgeJobs(Path bridge, Path jobs, Path out) {
    this.bridge = bridge;
    this.jobs = jobs;
    this.out = out;
  }

  /**
   * Runs the jobs.
   *
   * @param args see the class
   * @throws Exception if the check itself fails
   */
  public static void main(String[] args) throws Exception {
    List<Path> paths = Arrays.stream(args).map(each -> Path.of(each).toAbsolutePath()).toList();
    Files.createDirectories(paths.get(2));
    BridgeJobs check = new BridgeJobs(paths.get(0), paths.get(1), paths.get(2));
    for (Path home : paths.subList(3, paths.size())) {
      check.run(home);
    }
    check.problems.forEach(problem -> System.out.println("FAILED: " + problem));
    System.exit(check.problems.isEmpty() ? 0 : 1);
  }

  private void run(Path home) throws IOException, InterruptedException {
    String name = home.getFileName().toString();
    Path steps =
        StepJar.write(out.resolve("probe.jar"), ProbeStepFactory.class, LastStepFactory.class);
    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkHome(home))
            .workDir(out.resolve(name + ".node"))
            .start()) {
      Map<String, String> settings = settings(cluster, steps);
      int code = submit(home, settings, out.resolve(name + ".submit.log"));
      Path log = out.resolve(name + ".driver.log");
      Files.writeString(log, code == 0 ? cluster.logs("bridge-driver") : "");
      require(code == 0, "%s: spark-submit ended with %d".formatted(name, code));
      require(
          Files.readString(log).contains("Pi is roughly 3."),
          "%s: the driver printed no result, see %s".formatted(name, log));
      checkDriver(name, cluster.apiServer().requests());
      checkExecutors(name, cluster.apiServer().requests());

      int before = creations(cluster.apiServer().requests()).size();
      settings.put("spark.acme.probe.executorObjects", "true");
      settings.put("spark.kubernetes.driver.pod.name", "refused-driver");
      Path refused = out.resolve(name + ".refused.log");
      int refusal = submit(home, settings, refused);
      require(
          refusal != 0
              && Files.readString(refused)
                  .contains("[PODSMITH-STEP-007] step acme.probe from plugin probe (probe.jar)"),
          "%s: objects of executors were not refused, see %s".formatted(name, refused));
      require(
          creations(cluster.apiServer().requests()).size() == before,
          "%s: something was created although the submission failed".formatted(name));
    }
  }

  private Map<String, String> settings(EmbeddedCluster cluster, Path steps) {
    Map<String, String> settings = new TreeMap<>(cluster.sparkProperties());
    settings.put("spark.kubernetes.container.image", IMAGE);
    settings.put("spark.kubernetes.driver.pod.name", "bridge-driver");
    settings.put("spark.kubernetes.driver.pod.featureSteps", BRIDGE);
    settings.put("spark.kubernetes.executor.pod.featureSteps", BRIDGE);
    // as a user does who cannot change the image: Spark brings it to the driver
    settings.put("spark.jars", "local://" + bridge);
    settings.put("spark.podsmith.steps.jars", steps.toString());
    settings.put("spark.acme.probe.word", "seen");
    settings.put("spark.executor.instances", "2");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.executor.memory", "600m");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.extraJavaOptions", JVM_FLAGS);
    settings.put("spark.executor.extraJavaOptions", JVM_FLAGS);
    return settings;
  }

  private int submit(Path home, Map<String, String> settings, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/spark-submit").toString());
    command.addAll(List.of("--deploy-mode", "cluster", "--name", "bridge"));
    settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.addAll(List.of("--class", "io.podsmith.examples.jobs.PiJob", "local://" + jobs, "4"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(each -> each.startsWith("SPARK_"));
    builder.environment().remove("HADOOP_CONF_DIR");
    builder.environment().remove("KUBECONFIG");
    builder.environment().put("SPARK_DIST_CLASSPATH", bridge.toString());
    builder.environment().put("SPARK_SUBMIT_OPTS", JVM_FLAGS);
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      return process.waitFor();
    } finally {
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }

  private void checkDriver(String name, List<RecordedRequest> requests) throws IOException {
    List<JsonNode> created = creations(requests);
    JsonNode pod = named(created, "Pod", "bridge-driver");
    requireEqual(name + ": label of the driver", label(pod, "acme-probe"), "driver");
    requireEqual(name + ": order of phases", label(pod, "acme-after-probe"), "true");
    requireEqual(name + ": settings of the driver", variable(pod, "PROBE_WORD"), "seen");
    requireEqual(
        name + ": main class", variable(pod, "PROBE_MAIN"), "io.podsmith.examples.jobs.PiJob");
    String prefix = variable(pod, "PROBE_SERVICE").replaceAll("-driver-svc$", "");
    require(
        !named(created, "Service", prefix + "-driver-svc").isMissingNode(),
        name + ": the Service has another name than the step sees");
    for (String suffix : List.of("-before", "-after")) {
      require(
          !named(created, "ConfigMap", "bridge-driver" + suffix).isMissingNode(),
          "%s: the ConfigMap bridge-driver%s was not created".formatted(name, suffix));
    }
    require(
        created.stream()
            .filter(each -> each.path("kind").asText().equals("ConfigMap"))
            .anyMatch(
                each ->
                    each.path("data")
                        .path("spark.properties")
                        .asText()
                        .contains("spark.acme.probe.driver=yes")),
        name + ": the property of the step is not among the driver's");
  }

  private void checkExecutors(String name, List<RecordedRequest> requests) throws IOException {
    TreeSet<String> ids = new TreeSet<>();
    for (JsonNode object : creations(requests)) {
      if (object.path("kind").asText().equals("Pod")
          && label(object, "spark-role").equals("executor")) {
        String id = label(object, "spark-exec-id");
        ids.add(id);
        requireEqual(name + ": label of an executor", label(object, "acme-probe"), "executor");
        requireEqual(name + ": order of phases", label(object, "acme-after-probe"), "true");
        requireEqual(name + ": settings in the driver", variable(object, "PROBE_WORD"), "seen");
        requireEqual(name + ": id", variable(object, "PROBE_EXECUTOR"), id);
        requireEqual(
            name + ": name",
            variable(object, "PROBE_POD"),
            object.path("metadata").path("name").asText());
        requireEqual(name + ": cores", variable(object, "PROBE_CORES"), "1");
        requireEqual(name + ": heap", variable(object, "PROBE_HEAP"), "600");
        requireEqual(name + ": memory", variable(object, "PROBE_MEMORY"), "984");
        requireEqual(
            name + ": address of the driver",
            variable(object, "PROBE_DRIVER"),
            variable(object, "SPARK_DRIVER_URL"));
      }
    }
    require(ids.size() >= 2, "%s: executors created: %s".formatted(name, ids));
    System.out.printf("%s: driver and executors %s checked%n", name, ids);
  }

  private static List<JsonNode> creations(List<RecordedRequest> requests) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (RecordedRequest request : requests) {
      boolean creates = request.verb().equals("create") || request.verb().equals("patch");
      if (creates && request.status() == 201 && !request.userAgent().startsWith("podsmith-node")) {
        objects.add(JSON.readTree(request.body()));
      }
    }
    return objects;
  }

  private static JsonNode named(List<JsonNode> objects, String kind, String name) {
    return objects.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .filter(each -> each.path("metadata").path("name").asText().equals(name))
        .findFirst()
        .orElse(JSON.missingNode());
  }

  private static String label(JsonNode pod, String name) {
    return pod.path("metadata").path("labels").path(name).asText();
  }

  private static String variable(JsonNode pod, String name) {
    for (JsonNode container : pod.path("spec").path("containers")) {
      for (JsonNode each : container.path("env")) {
        if (each.path("name").asText().equals(name)) {
          return each.path("value").asText();
        }
      }
    }
    return "";
  }

  private void requireEqual(String what, String actual, String expected) {
    require(actual.equals(expected), "%s is '%s', not '%s'".formatted(what, actual, expected));
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
