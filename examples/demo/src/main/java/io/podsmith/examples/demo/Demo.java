// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Submits jobs with a real {@code spark-submit} to a cluster inside this JVM and checks what they
 * print.
 *
 * <p>With a Spark distribution that has Podsmith's jars, the jobs run through that, in client mode
 * and in Python, too. With a step jar, one job runs with its steps, each of which must change pods
 * of its roles. {@link Options} has the arguments.
 */
public final class Demo {
  private static final String PI = "pi";
  private static final String PI_CLIENT = "pi-client";

  /** A step class that was compiled against Spark's own jar. */
  private static final String STEP_OF_SPARK = "org.apache.spark.example.ScalaBothRoles";

  private static final String STEP_JAR_OF_SPARK =
      "k8s-scheduler/src/test/resources/stepjars/scala-4.1.1.jar";

  private static final String IMAGE = "podsmith/spark:demo";
  private static final String SIDECAR_IMAGE = "acme/log-shipper:1.0";

  /** What says in a log that the parts of a pod and their steps follow. */
  private static final String HEADING = "was built by these steps";

  private final Options options;
  private final Path root;
  private final Optional<Path> distribution;
  private final StepJar stepJar;
  private final Path out;
  private final EmbeddedCluster cluster;
  private final Submission submission;
  private final Screen screen = Screen.ofTerminal();
  private boolean isExplained;

  private Demo(Options options, StepJar stepJar) throws IOException {
    this.options = options;
    this.root = options.root();
    this.distribution = options.distribution();
    this.stepJar = stepJar;
    this.out = root.resolve("examples/demo/target/run");
    deleteFolder(out);
    Files.createDirectories(out);
    Spark spark =
        distribution.isPresent() ? Spark.ofDistribution(distribution.get()) : Spark.ofMaven(root);
    this.cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, spark.image())
            .image(SIDECAR_IMAGE, NodeImage.shell())
            .workDir(out.resolve("node"))
            .start();
    this.submission = new Submission(spark, out, settings());
  }

  /**
   * Runs the demo.
   *
   * @param args see {@link Options#parse}
   * @throws Exception if the demo itself fails
   */
  public static void main(String[] args) throws Exception {
    Demo demo;
    try {
      Options options = Options.parse(args);
      demo = new Demo(options, StepJar.read(options.stepJar().orElse(exampleJar(options.root()))));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(demo.run() ? 0 : 1);
  }

  private static Path exampleJar(Path root) {
    return root.resolve("examples/log-shipper-step/target/log-shipper-step-1.0.0.jar");
  }

  private boolean run() throws IOException, InterruptedException {
    long started = System.nanoTime();
    boolean isGood = true;
    try {
      say("A Kubernetes API server and a node are running in this JVM: " + cluster.apiServerUrl());
      distribution.ifPresent(home -> say("Spark is the distribution in " + home));
      for (Job job : jobs()) {
        isGood &= run(job);
      }
      isGood &= showWhoSetIt();
    } finally {
      cluster.close();
    }
    say("");
    say(
        "%s after %d s. Logs: %s, pods as they were created: %s"
            .formatted(
                isGood ? "All jobs succeeded" : "NOT all jobs succeeded",
                (System.nanoTime() - started) / 1_000_000_000,
                root.relativize(out),
                root.relativize(out.resolve("pods"))));
    return isGood;
  }

  /** Shows two fields of the explanation that spark-submit wrote beside the first job. */
  private boolean showWhoSetIt() throws IOException {
    Path file = explanation(PI);
    if (!Files.exists(file)) {
      say("  FAILED: spark-submit did not write %s".formatted(file));
      return false;
    }
    Plan plan = PlanDocument.read(Files.readString(file), file.toString());
    boolean isExample = options.stepJar().isEmpty();
    List<String> lines =
        isExample ? ExplainedFields.of(plan) : ExplainedFields.ofSteps(plan, stepJar.ids());
    say("");
    say(
        "Who set it? %s of the driver pod, from %s:"
            .formatted(isExample ? "Two fields" : "Fields of your steps", root.relativize(file)));
    lines.forEach(line -> say("  " + line));
    return !isExample || lines.size() == 2;
  }

  private Path explanation(String job) {
    return out.resolve(job + ".plan.json");
  }

  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    String jar = root.resolve("examples/jobs/target/jobs.jar").toString();
    Pattern pi = Pattern.compile("Pi is roughly 3\\.\\d+");
    List<String> piJob =
        List.of("--class", "io.podsmith.examples.jobs.PiJob", "local://" + jar, "8");
    Map<String, String> explained = Map.of("spark.podsmith.explain", explanation(PI).toString());
    jobs.add(new Job(PI, true, explained, piJob, pi));
    if (options.stepJar().isPresent()) {
      return jobs;
    }
    if (distribution.isPresent()) {
      // Executors of this machine reach a driver on this machine.
      Map<String, String> here =
          Map.of(
              "spark.driver.host",
              "127.0.0.1",
              "spark.kubernetes.executor.pod.featureSteps",
              STEP_OF_SPARK);
      jobs.add(
          new Job(
              PI_CLIENT,
              false,
              here,
              List.of(
                  "--jars",
                  root.resolve(STEP_JAR_OF_SPARK).toString(),
                  "--class",
                  "io.podsmith.examples.jobs.PiJob",
                  jar,
                  "8"),
              pi));
      jobs.add(new Job("pi-python", true, uploads(), pythonJob(), pi));
    } else {
      jobs.add(
          new Job(
              "word-count",
              true,
              Map.of(),
              List.of(
                  "--class",
                  "io.podsmith.examples.jobs.WordCountJob",
                  "local://" + jar,
                  root.resolve("LICENSE").toUri().toString()),
              Pattern.compile("Word count: \\d+ \\w+")));
    }
    return jobs;
  }

  /** Files of this machine reach the pods by a place that both see: for real, a bucket. */
  private Map<String, String> uploads() {
    return Map.of("spark.kubernetes.file.upload.path", out.resolve("uploads").toUri().toString());
  }

  /** The program and the module that it imports lie on this machine, not in the image. */
  private List<String> pythonJob() {
    Path folder = root.resolve("examples/jobs/src/main/python");
    return List.of(
        "--py-files",
        folder.resolve("darts.py").toString(),
        folder.resolve("pi.py").toString(),
        "4");
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(cluster.sparkProperties());
    settings.put("spark.kubernetes.container.image", IMAGE);
    settings.put("spark.executor.instances", "2");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.extraJavaOptions", Spark.JVM_FLAGS);
    settings.put("spark.executor.extraJavaOptions", Spark.JVM_FLAGS);
    settings.put("spark.podsmith.steps.jars", stepJar.file().toString());
    if (options.stepJar().isEmpty()) {
      settings.put("spark.acme.logs.enabled", "true");
      settings.put("spark.acme.logs.image", SIDECAR_IMAGE);
    }
    settings.putAll(options.settings());
    return settings;
  }

  private boolean run(Job job) throws IOException, InterruptedException {
    int before = cluster.apiServer().requests().size();
    Path log = out.resolve(job.name() + ".submit.log");
    say("");
    say(
        "%s: spark-submit in %s mode, two executors, step %s from its own jar"
            .formatted(
                job.name(),
                job.isClusterMode() ? "cluster" : "client",
                String.join(" and ", stepJar.ids())));
    Job named = job.isClusterMode() ? withPodName(job) : job;
    List<String> submitted = new ArrayList<>();
    int code;
    try (Progress progress = new Progress(() -> state(job), screen::say)) {
      code =
          submission.run(
              named,
              log,
              line -> {
                submitted.add(line);
                if (line.contains(" driver pod ") || line.contains("[PODSMITH-")) {
                  screen.say("  | ", line.replaceFirst("^.*?(driver pod |\\[PODSMITH-)", "$1"));
                }
              });
    }

    List<String> printed =
        job.isClusterMode() ? cluster.logs(driverPod(job)).lines().toList() : submitted;
    Files.write(out.resolve(job.name() + ".driver.log"), printed);
    List<String> results = new ArrayList<>();
    for (String line : printed) {
      Matcher found = job.expected().matcher(line);
      if (found.find()) {
        results.add(found.group());
      }
    }
    results.stream().distinct().limit(10).forEach(result -> say("  " + result));

    boolean hasRun = code == 0 && !results.isEmpty();
    List<RecordedRequest> all = cluster.apiServer().requests();
    List<RecordedRequest> requests = all.subList(before, all.size());
    // A submission that was rejected has nothing to show but its error.
    boolean isGood =
        !CreatedObjects.in(requests).isEmpty() && explain(job, requests, submitted, printed);
    if (!hasRun) {
      say("  FAILED: exit code %d, see %s".formatted(code, log));
      submitted.stream().skip(Math.max(0, submitted.size() - 15)).forEach(l -> say("  | " + l));
      printed.stream().skip(Math.max(0, printed.size() - 15)).forEach(l -> say("  > " + l));
    }
    return hasRun && isGood;
  }

  private String state(Job job) {
    long executors =
        cluster.client().pods().withLabel("spark-role", "executor").list().getItems().stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .count();
    return "%s is running with %d executors".formatted(job.name(), executors);
  }

  /** Shows what was created and by which steps; returns whether the jar's steps did their part. */
  private boolean explain(
      Job job, List<RecordedRequest> requests, List<String> submitted, List<String> printed)
      throws IOException {
    savePods(requests);
    List<String> objects = CreatedObjects.in(requests);
    Map<String, String> ofDriver = CreatedObjects.partsByStep(submitted, HEADING);
    Map<String, String> ofExecutors = CreatedObjects.partsByStep(printed, HEADING);
    say("  Created on the cluster, each by the step on the right:");
    objects.forEach(
        object ->
            say(
                "    %s  <- %s"
                    .formatted(
                        object, CreatedObjects.stepOf(object, List.of(ofDriver, ofExecutors)))));
    if (isExplained) {
      say("  The pods were built by the same steps as above.");
    } else {
      isExplained = true;
      showParts("The driver pod", ofDriver);
      showParts("An executor pod", ofExecutors);
    }
    List<String> idle = new ArrayList<>(stepJar.idle(PodRole.EXECUTOR, ofExecutors.keySet()));
    if (job.isClusterMode()) {
      idle.addAll(stepJar.idle(PodRole.DRIVER, ofDriver.keySet()));
    }
    if (job.name().equals(PI_CLIENT)
        && !ofExecutors.containsKey(STEP_OF_SPARK.toLowerCase(Locale.ROOT))) {
      idle.add("%s of --jars did not run".formatted(STEP_OF_SPARK));
    }
    idle.forEach(sentence -> say("  FAILED: " + sentence));
    return idle.isEmpty() && (options.stepJar().isPresent() || isLogShipped(job, objects, printed));
  }

  private void showParts(String pod, Map<String, String> parts) {
    if (!parts.isEmpty()) {
      say("  %s, step by step:".formatted(pod));
      parts.forEach((step, ofStep) -> screen.say(label(step), ofStep));
    }
  }

  /** Returns whether the sidecars of the example have their objects and shipped the log. */
  private boolean isLogShipped(Job job, List<String> objects, List<String> printed) {
    boolean isGood =
        objects.stream().filter(o -> o.matches("ConfigMap .*-exec-\\d+-log-shipper")).count() >= 2;
    if (job.isClusterMode()) {
      long shipped = printed.stream().filter(l -> l.startsWith("[" + driverPod(job) + "]")).count();
      say("  The driver's sidecar shipped %d lines of its log.".formatted(shipped));
      isGood &= shipped > 0;
    }
    return isGood;
  }

  /** Writes each created pod to a file, for those who want to see what a step did to it. */
  private void savePods(List<RecordedRequest> requests) throws IOException {
    Path pods = Files.createDirectories(out.resolve("pods"));
    for (Map.Entry<String, String> pod : CreatedObjects.pods(requests).entrySet()) {
      Files.writeString(pods.resolve(pod.getKey() + ".json"), pod.getValue());
    }
  }

  private static String driverPod(Job job) {
    return job.name() + "-driver";
  }

  private static Job withPodName(Job job) {
    Map<String, String> settings = new TreeMap<>(job.settings());
    settings.put("spark.kubernetes.driver.pod.name", driverPod(job));
    return new Job(job.name(), true, settings, job.arguments(), job.expected());
  }

  private static String label(String step) {
    return "    %-28s".formatted(step);
  }

  private void say(String line) {
    screen.say(line);
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
