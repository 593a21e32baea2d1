// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.diff.PhaseTimes.Phase;
import io.podsmith.diff.worker.DistributionWorker;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A distribution and the API server that it talks to. Not thread-safe. */
final class Rig implements AutoCloseable {
  private static final String EXECUTOR_TEMPLATE = "spark.kubernetes.executor.podTemplateFile";
  private static final long EXECUTOR_SECONDS = 120;
  private static final long SECONDS_OF_A_FAILURE = 3;

  private final Distribution distribution;
  private final ScratchCluster cluster;
  private final Side side;
  private final PhaseTimes times = new PhaseTimes();
  private final String address = Loopback.address();
  private SortedMap<String, String> driverProperties = new TreeMap<>();
  private Optional<Pod> driver = Optional.empty();
  private boolean hasUnifiedNames;

  Rig(Distribution distribution, Path directory, Duration limit, Set<String> tokens) {
    this.distribution = distribution;
    this.cluster = new ScratchCluster(tokens);
    this.side = new Side(distribution, directory, limit);
  }

  /** Returns whether its driver can run beside that of another rig. */
  boolean hasOwnAddress() {
    return !address.equals(Loopback.COMMON);
  }

  String label() {
    return distribution.label();
  }

  PhaseTimes times() {
    return times;
  }

  /**
   * Submits a driver and returns what that changed in the cluster.
   *
   * @param hasUnifiedNames whether the prefix of the names of objects is replaced, because it is
   *     known to differ
   */
  Observed submit(SortedMap<String, String> settings, boolean hasUnifiedNames) {
    this.hasUnifiedNames = hasUnifiedNames;
    times.measure(Phase.CLEAR, () -> cluster.prepare(settings));
    SortedMap<String, String> all = new TreeMap<>();
    all.put("spark.app.name", "podsmith-diff");
    all.put("spark.kubernetes.container.image", "spark");
    all.putAll(settings);
    all.put("spark.master", "k8s://" + cluster.url());
    all.put("spark.submit.deployMode", "cluster");
    all.put("spark.kubernetes.submission.waitAppCompletion", "false");
    Optional<Side.Failure> failure =
        times.measure(
            Phase.SUBMIT,
            () ->
                side.run(
                    DistributionWorker.SUBMIT,
                    List.of(
                        "--primary-java-resource",
                        "local:///opt/app.jar",
                        "--main-class",
                        "org.example.Main"),
                    all));
    return times.measure(
        Phase.READ,
        () -> {
          List<RecordedRequest> requests = changes(cluster.requests());
          driverProperties = cluster.driverProperties(requests);
          driver = cluster.driverPod();
          return new Observed(Flat.of(unified(requests), driverUid()), failure);
        });
  }

  private String driverUid() {
    return driver.map(pod -> pod.getMetadata().getUid()).orElse("");
  }

  private List<RecordedRequest> unified(List<RecordedRequest> requests) {
    String name = driver.map(pod -> pod.getMetadata().getName()).orElse("");
    return hasUnifiedNames ? UnifiedNames.in(requests, name) : requests;
  }

  /** Requests an executor as the driver does and returns what that created. */
  Observed requestExecutor(SortedMap<String, String> settings) {
    SortedMap<String, String> all = new TreeMap<>(settings);
    all.putAll(driverProperties);
    // the driver's properties name a file that exists in its pod only
    String template = settings.get(EXECUTOR_TEMPLATE);
    if (template != null) {
      all.put(EXECUTOR_TEMPLATE, template);
    }
    driver.ifPresent(pod -> times.measure(Phase.CLEAR, () -> cluster.setReady(pod)));
    driver.ifPresent(
        pod -> all.put("spark.kubernetes.driver.pod.name", pod.getMetadata().getName()));
    all.put("spark.master", "k8s://" + cluster.url());
    all.put("spark.submit.deployMode", "client");
    all.put("spark.kubernetes.submitInDriver", "false");
    all.put("spark.driver.bindAddress", address);
    all.putIfAbsent("spark.driver.host", "driver.example.org");
    // without a Service, each driver would bind another port
    all.putIfAbsent("spark.driver.port", "7078");
    all.put("spark.ui.enabled", "false");
    all.put("spark.eventLog.enabled", "false");
    all.put("spark.dynamicAllocation.enabled", "false");
    all.put("spark.executor.instances", "1");
    all.put("spark.scheduler.minRegisteredResourcesRatio", "0");
    // Spark's own jar creates one executor less than this, see docs/differences.md
    all.replace("spark.kubernetes.allocation.maximum", "1", "2");
    for (String each :
        List.of(
            "spark.jars",
            "spark.files",
            "spark.archives",
            "spark.submit.pyFiles",
            "spark.plugins",
            "spark.extraListeners")) {
      all.remove(each);
    }
    cluster.forgetRequests();
    Optional<Side.Failure> failure =
        times.measure(Phase.START, () -> side.run(DistributionWorker.START, List.of(), all));
    List<RecordedRequest> requests =
        failure.isPresent() || side.isLocal()
            ? cluster.requests()
            : times.measure(Phase.WAIT, () -> awaitExecutor(all));
    List<RecordedRequest> creations =
        requests.stream()
            .filter(request -> request.method().equals("POST"))
            // the thread that starts the driver and the one that requests executors do not wait
            // for each other
            .sorted(Comparator.comparing(request -> !request.path().endsWith("/configmaps")))
            .toList();
    Optional<Side.Failure> rejection =
        failure.isPresent() || side.isLocal() ? failure : rejection(creations);
    SortedMap<String, String> lines = Flat.of(unified(creations), driverUid());
    lines.replaceAll((place, value) -> value.replace(address, "<driver>"));
    boolean mayStop =
        failure.isPresent() || side.isLocal() || ExecutorRequests.creation(creations).isPresent();
    times.measure(Phase.STOP, () -> stop(mayStop));
    return new Observed(lines, rejection);
  }

  /**
   * Stops the driver. One that requested no executor may be ending its JVM, and would take the next
   * file with it.
   */
  private void stop(boolean mayStop) {
    if (!mayStop || side.run(DistributionWorker.STOP, List.of(), Map.of()).isPresent()) {
      side.discard();
    }
  }

  /** A context starts although the API server rejects its executors: asks for the reason. */
  private Optional<Side.Failure> rejection(List<RecordedRequest> creations) {
    if (ExecutorRequests.creation(creations).isEmpty()) {
      return Optional.of(
          new Side.Failure(
              Side.Failure.Kind.REJECTED,
              "the driver requested no executor%s"
                  .formatted(side.loggedException().map(": %s"::formatted).orElse(""))));
    }
    return creations.stream()
        .filter(request -> Flat.isPodCreation(request) && request.status() >= 400)
        .findFirst()
        .map(
            request ->
                new Side.Failure(
                    Side.Failure.Kind.REJECTED_BY_SERVER,
                    "the API server rejected the executor pod with status %d: %s"
                        .formatted(request.status(), cluster.reason(request))));
  }

  private List<RecordedRequest> awaitExecutor(Map<String, String> settings) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(EXECUTOR_SECONDS);
    // a failure on a thread of its own ends nothing, but no executor will come
    long first = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_OF_A_FAILURE);
    while (System.nanoTime() < deadline) {
      List<RecordedRequest> requests = cluster.requests();
      boolean hasFailed = System.nanoTime() > first && side.loggedException().isPresent();
      if (hasFailed || ExecutorRequests.areComplete(requests, settings)) {
        return requests;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return cluster.requests();
  }

  private static List<RecordedRequest> changes(List<RecordedRequest> requests) {
    return requests.stream().filter(request -> !request.method().equals("GET")).toList();
  }

  /** Deletes what the last file created. */
  void clear() {
    times.measure(Phase.CLEAR, cluster::clear);
  }

  @Override
  public void close() {
    side.close();
    cluster.close();
  }
}
