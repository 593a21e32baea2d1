// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import io.podsmith.testkit.cluster.internal.parity.Ledger;
import io.podsmith.testkit.submit.SparkSubmit;
import io.podsmith.testkit.submit.Submission;
import io.podsmith.testkit.submit.SubmissionRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs jobs in cluster mode with step classes that were compiled against Spark's own Kubernetes
 * jar, once with a stock distribution and once with the same distribution that has Podsmith's jars
 * in its place, and compares the pods of driver and executor.
 *
 * <p>Arguments: the jar of the jobs, the directory of a stock distribution, the same with Podsmith,
 * and jars with step classes. Run it in the directory of the module. Ends with 1 if pods differ in
 * a way that docs/differences.md does not list.
 */
public final class StepClassJobs {
  private static final String IMAGE = "example/spark";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.kubernetes.container.image", IMAGE,
          "spark.kubernetes.driver.pod.name", "steps-driver",
          "spark.kubernetes.executor.podNamePrefix", "steps",
          "spark.example.hostNetwork.enabled", "true",
          "spark.example.dnsPolicy", "Default",
          "spark.kubernetes.report.interval", "1m");

  /** What Spark 4.2 and later set unasked, see docs/differences.md. */
  private static final Map<String, String> SINCE_4_2 =
      Map.of(
          "spark.kubernetes.securityContext.allowPrivilegeEscalation", "false",
          "spark.podsmith.executor.resizePolicy.enabled", "true");

  /** What differs with each cluster: directories of the node and addresses of pods. */
  private static final Pattern OF_CLUSTER =
      Pattern.compile("podsmith-cluster-\\d+|127\\.\\d+\\.\\d+\\.\\d+");

  private final Path jobs;
  private final Ledger ledger = LedgerFiles.read();

  private StepClassJobs(Path jobs) {
    this.jobs = jobs;
  }

  /** What a run created: each place in the pods, with its value. */
  private record Run(SortedMap<String, String> driver, SortedMap<String, String> executor) {}

  /**
   * Runs the jobs.
   *
   * @param args see the class
   * @throws Exception if the check itself fails
   */
  public static void main(String[] args) throws Exception {
    List<Path> paths = Arrays.stream(args).map(each -> Path.of(each).toAbsolutePath()).toList();
    StepClassJobs check = new StepClassJobs(paths.get(0));
    boolean isSame = true;
    for (Path steps : paths.subList(3, paths.size())) {
      isSame &= check.isSame(steps, paths.get(1), paths.get(2));
    }
    System.exit(isSame ? 0 : 1);
  }

  private boolean isSame(Path steps, Path stock, Path podsmith) throws IOException {
    Run theirs = run(stock, steps, Map.of());
    boolean isSince42 = theirs.driver().toString().contains("allowPrivilegeEscalation=false");
    Run ours = run(podsmith, steps, isSince42 ? SINCE_4_2 : Map.of());
    String what = "%s on %s".formatted(steps.getFileName(), podsmith.getFileName());
    return isSame(what + ", driver", theirs.driver(), ours.driver())
        & isSame(what + ", executor", theirs.executor(), ours.executor());
  }

  private boolean isSame(
      String what, SortedMap<String, String> theirs, SortedMap<String, String> ours) {
    SortedMap<String, String> unlisted = new TreeMap<>();
    TreeSet<String> listed = new TreeSet<>();
    Flat.differences(theirs, ours)
        .forEach(
            (place, difference) ->
                ledger
                    .ofPlace(List.of(), place)
                    .ifPresentOrElse(listed::add, () -> unlisted.put(place, difference)));
    boolean hasSteps = theirs.toString().contains("example.org/role");
    System.out.printf(
        "%s: %s, %d places, listed differences: %s%n",
        what, unlisted.isEmpty() && hasSteps ? "same" : "FAILED", theirs.size(), listed);
    if (!hasSteps) {
      System.out.println("  stock Spark's pod shows nothing of the steps");
    }
    if (!unlisted.isEmpty()) {
      System.out.println(Flat.shown(unlisted));
    }
    return unlisted.isEmpty() && hasSteps;
  }

  private Run run(Path home, Path steps, Map<String, String> settings) throws IOException {
    Path onClassPath = home.resolve("jars").resolve(steps.getFileName());
    Files.copy(steps, onClassPath);
    SparkSubmit spark = SparkSubmit.ofHome(home);
    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkHome(home))
            .image("busybox:1.36", NodeImage.sparkHome(home))
            .start()) {
      SubmissionRun run =
          spark.run(
              Submission.of("io.podsmith.examples.jobs.PiJob", "local://" + jobs)
                  .withName("steps")
                  .withConf(SETTINGS)
                  .withConf(settings)
                  .withConf("spark.kubernetes.driver.pod.featureSteps", classes(steps, "driver"))
                  .withConf(
                      "spark.kubernetes.executor.pod.featureSteps", classes(steps, "executor")),
              cluster);
      if (run.exitCode() != 0) {
        throw new IllegalStateException(
            "%s with %s ended with %d:%n%s"
                .formatted(home, steps.getFileName(), run.exitCode(), run.output()));
      }
      List<RecordedRequest> requests = cluster.apiServer().requests();
      return new Run(pod(requests, "steps-driver"), pod(requests, "steps-exec-1"));
    } finally {
      Files.delete(onClassPath);
    }
  }

  /** Leaves out a class whose init container has no command: the cluster cannot run it. */
  private static String classes(Path jar, String role) {
    return StepJarsOfSparkTest.steps(jar.getFileName().toString(), role).stream()
        .filter(name -> !name.endsWith(".ScalaLabels"))
        .collect(Collectors.joining(","));
  }

  private static SortedMap<String, String> pod(List<RecordedRequest> requests, String name) {
    RecordedRequest creation =
        requests.stream()
            .filter(Flat::isPodCreation)
            .filter(each -> each.body().contains("\"name\":\"%s\"".formatted(name)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no pod named " + name));
    SortedMap<String, String> lines = new TreeMap<>();
    Flat.of(List.of(creation), "").forEach((place, value) -> lines.put(alike(place), alike(value)));
    return lines;
  }

  private static String alike(String text) {
    return OF_CLUSTER.matcher(text).replaceAll("<of the cluster>");
  }
}
