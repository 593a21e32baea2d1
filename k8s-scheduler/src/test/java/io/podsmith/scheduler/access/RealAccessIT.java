// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.access.AccessManifest;
import io.podsmith.core.access.Party;
import io.podsmith.core.access.Verb;
import io.podsmith.core.submit.SubmissionControl;
import io.podsmith.scheduler.ExitDiagnostics;
import io.podsmith.scheduler.access.AccessJob.Driver;
import io.podsmith.scheduler.jobs.OneByOneAllocator;
import io.podsmith.scheduler.pods.growth.Growth;
import io.podsmith.scheduler.pods.growth.MetricsKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

/**
 * Jobs with the rights that {@code podsmith rbac} prints, on a real API server with RBAC: with all
 * of them no request is denied, and without one, an error names it or the documented fallback
 * works.
 */
class RealAccessIT {
  private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";
  private static final String POLLING = "spark.kubernetes.executor.apiPollingInterval";
  private static final String CLAIM =
      "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.";

  private static final String FIRST = "%s create /pods".formatted(AccessCluster.SUBMITTER);
  private static final String LAST = "the-last-request";

  @TempDir private static Path directory;
  private static AccessCluster cluster;
  private static final String RUN = "access-%s".formatted(Long.toString(System.nanoTime(), 36));
  private static int jobs;

  /** The namespaces of jobs that had all rights, with these rights. */
  private static final Map<String, AccessManifest> COMPLETE = new LinkedHashMap<>();

  @BeforeAll
  static void connect() {
    String file = System.getenv(AccessCluster.KUBECONFIG);
    String missing = "set %s to the kubeconfig of a cluster with simulated nodes";
    if (file == null && Boolean.parseBoolean(System.getenv("PODSMITH_REQUIRE_REAL_API"))) {
      fail(missing.formatted(AccessCluster.KUBECONFIG));
    }
    assumeThat(file).as(missing, AccessCluster.KUBECONFIG).isNotNull();
    cluster = new AccessCluster(Path.of(file), directory);
  }

  @AfterAll
  static void disconnect() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static AccessJob job(Map<String, String> conf) {
    AccessJob job = new AccessJob(cluster, "%s-%d".formatted(RUN, jobs++), conf);
    job.createNamespace();
    return job;
  }

  private static AccessJob withAllRights(Map<String, String> conf) throws Throwable {
    AccessJob job = job(conf);
    AccessManifest manifest = job.manifest();
    cluster.apply(manifest);
    COMPLETE.put(job.namespace(), manifest);
    return job;
  }

  private static void requireNothingDenied(AccessJob job) throws Throwable {
    Path log = cluster.auditLog();
    if (!Files.exists(log) && System.getenv("PODSMITH_REQUIRE_REAL_API") == null) {
      return;
    }
    assertThat(log).as("start the control plane with AUDIT=accounts").exists();
    AuditLog audit = new AuditLog(log);
    // The last request is in the log once the log was written.
    try (KubernetesClient submitter = cluster.client(job.namespace(), AccessCluster.SUBMITTER)) {
      submitter.pods().inNamespace(job.namespace()).withName(LAST).get();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("limited to names of pods").isEqualTo(403);
    }
    job.within(
        () ->
            assertThat(audit.of(job.namespace())).anyMatch(request -> request.name().equals(LAST)));
    List<AuditLog.Request> requests = audit.of(job.namespace());
    assertThat(requests).hasSizeGreaterThan(5);
    assertThat(requests)
        .filteredOn(request -> !request.name().equals(LAST))
        .as("denied requests")
        .noneMatch(AuditLog.Request::isDenied);
    Set<String> printed = printed(COMPLETE.get(job.namespace()));
    assertThat(notIn(printed, requests)).as("requests that are not printed").isEmpty();
    Set<String> fewer = new TreeSet<>(printed);
    fewer.remove(FIRST);
    assertThat(notIn(fewer, requests)).as("is the log read at all?").containsExactly(FIRST);
  }

  /** Returns lines such as {@code spark create /pods}. */
  private static Set<String> printed(AccessManifest manifest) {
    return Stream.of(Party.values())
        .flatMap(party -> Right.of(manifest, party).stream())
        .map(
            right ->
                "%s %s %s/%s"
                    .formatted(
                        right.party() == Party.DRIVER
                            ? AccessCluster.DRIVER
                            : AccessCluster.SUBMITTER,
                        right.verb().word(),
                        right.group(),
                        right.resource()))
        .collect(Collectors.toSet());
  }

  private static Set<String> notIn(Set<String> printed, List<AuditLog.Request> requests) {
    return requests.stream()
        .filter(request -> !request.name().equals(LAST))
        .map(
            request ->
                "%s %s %s/%s"
                    .formatted(
                        request.account(), request.verb(), request.group(), request.resource()))
        .filter(line -> !printed.contains(line))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void submitsRunsAndEndsAJob() throws Throwable {
    try (AccessJob job =
        withAllRights(
            Map.of(
                "spark.podsmith.explain.managedFields",
                "true",
                "spark.kubernetes.driver.annotateExitException",
                "true",
                "spark.kubernetes.executor.decommissionLabel",
                "going",
                "spark.podsmith.executor.protectSensitiveEnvironment",
                "true",
                "spark.executorEnv.PASSWORD",
                "s3cr3t",
                "spark.hadoop.secret.key",
                "s3cr3t"))) {
      Pod pod = job.submit();
      String id = "%s:%s".formatted(job.namespace(), pod.getMetadata().getName());
      try (Driver driver = job.start(pod)) {
        job.awaitRunning(2);
        // dynamic allocation: more, fewer, released, decommissioned
        driver.pods.setTotalExpectedExecutors(Map.of(0, 5));
        job.awaitRunning(5);
        driver.pods.setTotalExpectedExecutors(Map.of(0, 3));
        driver.pods.decommission(List.of(2L));
        driver.pods.killExecutors(List.of(1L, 2L));
        job.awaitRunning(3);
        new ExitDiagnostics().setDiagnostics(new IllegalStateException("over"), job.conf(pod));
      }
      assertThat(job.left()).isEmpty();
      List<String> said = new ArrayList<>();
      SubmissionControl control = new SubmissionControl(job.asSubmitter(), said::add);
      control.status(id);
      control.status("%s:job-*".formatted(job.namespace()));
      control.kill("%s:job-*".formatted(job.namespace()));
      assertThat(said).anyMatch(line -> line.contains("phase: Running"));
      requireNothingDenied(job);
    }
  }

  @Test
  void followsADriverWithFixedNamesToItsEndAndReplacesIt() throws Throwable {
    try (AccessJob job =
        withAllRights(
            Map.of(
                "spark.kubernetes.driver.resourceNamePrefix",
                "nightly",
                "spark.kubernetes.driver.pod.name",
                "nightly"))) {
      assertThat(job.submitAndWait().failure()).isEmpty();
      new SubmissionControl(job.asSubmitter(), line -> {})
          .kill("%s:nightly".formatted(job.namespace()));
      job.within(
          () ->
              assertThat(cluster.admin().pods().inNamespace(job.namespace()).list().getItems())
                  .isEmpty());
      assertThat(job.submitAndWait().failure()).isEmpty();
      requireNothingDenied(job);
    }
  }

  @TestFactory
  Stream<DynamicTest> runsEachAllocator() {
    return Stream.of("statefulset", "deployment")
        .map(
            allocator ->
                DynamicTest.dynamicTest(
                    allocator,
                    () -> {
                      try (AccessJob job =
                          withAllRights(
                              Map.of(
                                  ALLOCATOR,
                                  allocator,
                                  "spark.kubernetes.executor.podDeletionCost",
                                  "-5"))) {
                        runSet(job, job.submit());
                        assertThat(job.left()).isEmpty();
                        requireNothingDenied(job);
                      }
                    }));
  }

  @Test
  void runsACustomAllocator() throws Throwable {
    try (AccessJob job = withAllRights(Map.of(ALLOCATOR, OneByOneAllocator.class.getName()))) {
      Pod pod = job.submit();
      try (Driver driver = job.start(pod)) {
        job.awaitRunning(2);
        driver.pods.killExecutors(List.of(1L));
      }
      assertThat(job.left()).isEmpty();
      requireNothingDenied(job);
    }
  }

  @TestFactory
  Stream<DynamicTest> createsTheObjectsOfThirdPartySteps() {
    return Stream.of("direct", "statefulset")
        .map(
            allocator ->
                DynamicTest.dynamicTest(
                    allocator,
                    () -> {
                      try (AccessJob job =
                          withAllRights(
                              Map.of(
                                  ALLOCATOR,
                                  allocator,
                                  "spark.kubernetes.driver.pod.featureSteps",
                                  ObjectsBesideExecutors.class.getName(),
                                  "spark.kubernetes.executor.pod.featureSteps",
                                  ObjectsBesideExecutors.class.getName()))) {
                        Pod pod = job.submit();
                        try (Driver driver = job.start(pod)) {
                          job.awaitRunning(2);
                          job.within(() -> assertThat(secretsOfSteps(job)).isGreaterThan(1));
                        }
                        requireNothingDenied(job);
                      }
                    }));
  }

  /** Returns the number of Secrets beside the driver and beside executors. */
  private static long secretsOfSteps(AccessJob job) {
    return cluster.admin().secrets().inNamespace(job.namespace()).list().getItems().stream()
        .filter(each -> each.getMetadata().getName().endsWith("-after"))
        .count();
  }

  /** Two executors register, one of them is released, and a third is requested. */
  private static void runSet(AccessJob job, Pod pod) throws Throwable {
    try (Driver driver = job.start(pod)) {
      job.awaitRunning(2);
      RpcEndpointRef endpoint =
          driver
              .sc
              .env()
              .rpcEnv()
              .setupEndpointRef(
                  new RpcAddress(
                      driver.sc.conf().get("spark.driver.host"),
                      driver.sc.conf().getInt("spark.driver.port", 0)),
                  CoarseGrainedSchedulerBackend.ENDPOINT_NAME());
      for (Pod executor : job.executors()) {
        endpoint.askSync(
            new GenerateExecID(executor.getMetadata().getName()),
            ClassTag$.MODULE$.apply(String.class));
      }
      job.within(
          () ->
              assertThat(job.executors())
                  .allMatch(each -> each.getMetadata().getLabels().containsKey("spark-exec-id")));
      driver.pods.setTotalExpectedExecutors(Map.of(0, 3));
      job.awaitRunning(3);
      driver.pods.killExecutors(List.of(1L));
      job.within(
          () ->
              assertThat(job.executors())
                  .noneMatch(
                      each -> "1".equals(each.getMetadata().getLabels().get("spark-exec-id"))));
    }
  }

  @Test
  void reusesAndResizesClaims() throws Throwable {
    try (AccessJob job =
        withAllRights(
            Map.of(
                CLAIM + "mount.path",
                "/data",
                CLAIM + "options.claimName",
                "OnDemand",
                CLAIM + "options.storageClass",
                "none",
                CLAIM + "options.sizeLimit",
                "1Gi",
                "spark.plugins",
                "org.apache.spark.scheduler.cluster.k8s.ExecutorPVCResizePlugin"))) {
      Pod pod = job.submit();
      try (Driver driver = job.start(pod);
          Lines lines = new Lines()) {
        job.within(() -> assertThat(driver.pending()).isEqualTo(2));
        job.within(() -> assertThat(claims(job)).isEqualTo(2));
        driver.pods.growClaims(2, List.of(0.99), new Growth(0.9, 0.1, Long.MAX_VALUE));
        // The claim is not bound, so that admission rejects what the driver may request.
        job.within(
            () -> assertThat(lines.all()).anyMatch(line -> line.contains("WARN Cannot resize")));
        // Once the pod is gone its claim is free, and only then is the executor replaced.
        job.deleteExecutor(1);
        job.within(
            () ->
                assertThat(job.executors())
                    .anyMatch(each -> each.getMetadata().getName().endsWith("-exec-3")));
        assertThat(claims(job)).as("the third executor uses the claim of the first").isEqualTo(2);
      }
      job.within(() -> assertThat(claims(job)).isZero());
      requireNothingDenied(job);
    }
  }

  private static long claims(AccessJob job) {
    return cluster
        .admin()
        .persistentVolumeClaims()
        .inNamespace(job.namespace())
        .list()
        .getItems()
        .stream()
        .filter(each -> each.getMetadata().getDeletionTimestamp() == null)
        .count();
  }

  @Test
  void resizesExecutors() throws Throwable {
    MetricsKind.install(cluster.admin());
    try (AccessJob job =
        withAllRights(
            Map.of(
                "spark.plugins",
                ExecutorResizePlugin.class.getName(),
                "spark.kubernetes.executor.resizeInterval",
                "1s",
                "spark.kubernetes.executor.resizeFactor",
                "0.5"))) {
      Pod pod = job.submit();
      try (Driver driver = job.start(pod);
          Lines lines = new Lines()) {
        job.awaitRunning(2);
        for (Pod executor : job.executors()) {
          cluster.admin().resource(metrics(executor)).create();
        }
        job.within(
            () -> assertThat(lines.all()).anyMatch(line -> line.contains("container memory from")));
      }
      requireNothingDenied(job);
    }
  }

  private static PodMetrics metrics(Pod executor) {
    return new PodMetricsBuilder()
        .withNewMetadata()
        .withName(executor.getMetadata().getName())
        .withNamespace(executor.getMetadata().getNamespace())
        .withLabels(executor.getMetadata().getLabels())
        .endMetadata()
        .withTimestamp("2026-01-01T00:00:00Z")
        .addNewContainer()
        .withName(executor.getSpec().getContainers().get(0).getName())
        .withUsage(Map.of("memory", new Quantity("990Mi")))
        .endContainer()
        .build();
  }

  /** Without one of the rights of the submitter: the submission fails and names it, or works. */
  @TestFactory
  Stream<DynamicTest> submitsWithoutOneRight() {
    Map<String, String> conf =
        Map.of("spark.podsmith.explain.managedFields", "true", "spark.hadoop.secret.key", "s3cr3t");
    return rights(conf, Party.SUBMITTER)
        .map(
            right ->
                DynamicTest.dynamicTest(
                    right.toString(),
                    () -> {
                      try (AccessJob job = job(conf);
                          Lines lines = new Lines()) {
                        cluster.applyWithout(job.manifest(), right);
                        boolean works = submits(job, lines);
                        if (right.isOptional()) {
                          assertThat(works).as("%s", lines.all()).isTrue();
                        } else {
                          assertThat(works).isFalse();
                          assertThat(isNamed(right, lines)).as("%s", lines.all()).isTrue();
                        }
                      }
                    }));
  }

  private static boolean submits(AccessJob job, Lines lines) {
    try {
      return job.submitAndWait().failure().isEmpty();
    } catch (Throwable e) {
      lines.add(e);
      return false;
    }
  }

  /** Without one of the rights of the driver: an error or a warning names it, or all works. */
  @TestFactory
  Stream<DynamicTest> drivesWithoutOneRight() {
    return Stream.concat(
        without(Map.of(POLLING, "500ms"), RealAccessIT::runDirect),
        without(Map.of(POLLING, "500ms", ALLOCATOR, "statefulset"), RealAccessIT::runSet));
  }

  /** What a job does as its driver. */
  @FunctionalInterface
  private interface Run {
    void run(AccessJob job, Pod pod) throws Throwable;
  }

  private static Stream<DynamicTest> without(Map<String, String> conf, Run run) {
    return rights(conf, Party.DRIVER)
        .map(
            right ->
                DynamicTest.dynamicTest(
                    "%s %s".formatted(conf.getOrDefault(ALLOCATOR, "direct"), right),
                    () -> {
                      try (AccessJob job = job(conf);
                          Lines lines = new Lines()) {
                        cluster.applyWithout(job.manifest(), right);
                        drive(job, right, run, lines);
                      }
                    }));
  }

  private static void drive(AccessJob job, Right right, Run run, Lines lines) throws Throwable {
    Pod pod = job.submitAsAdmin();
    if (!right.isOptional()) {
      job.stopWhen(() -> isNamed(right, lines));
    }
    if (right.verb() == Verb.DELETE && right.group().equals("apps")) {
      // The set creates its pods again until someone else deletes it.
      CompletableFuture<Void> unused =
          CompletableFuture.runAsync(() -> deleteSetsOnceNamed(job, right, lines));
    }
    Throwable failure = null;
    try {
      run.run(job, pod);
    } catch (Throwable e) {
      failure = e;
      lines.add(e);
    }
    if (right.isOptional()) {
      assertThat(failure).as("%s", lines.all()).isNull();
      assertThat(job.left()).as("%s", lines.all()).isEmpty();
    } else {
      assertThat(isNamed(right, lines)).as("%s", lines.all()).isTrue();
    }
  }

  private static boolean isNamed(Right right, Lines lines) {
    return lines.all().stream().anyMatch(line -> line.contains(right.denied()));
  }

  private static void deleteSetsOnceNamed(AccessJob job, Right right, Lines lines) {
    long end = System.nanoTime() + AccessJob.LONG.toNanos();
    while (!isNamed(right, lines) && System.nanoTime() < end) {
      LockSupport.parkNanos(AccessJob.PAUSE.toNanos());
    }
    cluster.admin().apps().statefulSets().inNamespace(job.namespace()).delete();
  }

  private static void runDirect(AccessJob job, Pod pod) throws Throwable {
    try (Driver driver = job.start(pod)) {
      job.awaitRunning(2);
      driver.pods.killExecutors(List.of(1L));
      job.within(
          () ->
              assertThat(job.executors())
                  .hasSize(2)
                  .anyMatch(each -> each.getMetadata().getName().endsWith("-exec-3")));
    }
  }

  private static Stream<Right> rights(Map<String, String> conf, Party party) {
    return Right.of(new AccessJob(cluster, RUN, conf).manifest(), party).stream();
  }
}
