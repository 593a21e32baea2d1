// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.scheduler.pods.allocation.ShortfallLog;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.direct.DirectAllocator;
import io.podsmith.scheduler.pods.growth.ClaimGrower;
import io.podsmith.scheduler.pods.growth.Growth;
import io.podsmith.scheduler.pods.growth.GrowthApi.ClaimSize;
import io.podsmith.scheduler.pods.growth.MemoryGrower;
import io.podsmith.scheduler.pods.lifecycle.ExecutorLifecycle;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.FakeGrowthApi;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines that alerts and test suites wait for, as docs/operations.md lists them. */
class ReliableLogLinesTest {
  private static final String CONTAINER = "spark-kubernetes-executor";
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)`.* \\| (?:INFO|WARN|ERROR) \\|");
  private static final Pattern VARIABLE_PARTS =
      Pattern.compile("\\[[0-9, ]+]|local\\[10]|data-1|\\b[0-9]+\\b");

  private static Rig rig(Map<String, String> settings) {
    return new Rig(settings).start();
  }

  @Test
  void saysHowManyExecutorsAreGoingToBeRequested() {
    Rig rig = rig(Map.of());
    try (LogLines log = new LogLines(ShortfallLog.class)) {
      rig.want(3);
      rig.loop.advance(Duration.ofSeconds(2));
      rig.cluster.remove(rig.pod(2));
      rig.loop.advance(Duration.ofSeconds(1));
      assertThat(log.lines())
          .containsExactly(
              "INFO Going to request 3 executors from Kubernetes for ResourceProfile Id: 0,"
                  + " target: 3, known: 0",
              "INFO Going to request 1 executors from Kubernetes for ResourceProfile Id: 0,"
                  + " target: 3, known: 2");
    }
  }

  @Test
  void saysThatExecutorsWereNotDetectedAndThatTooManyWereRequested() {
    Rig rig = rig(Map.of("spark.kubernetes.executor.enableApiPolling", "false"));
    rig.cluster.watchWorks = false;
    try (LogLines log = new LogLines(DirectAllocator.class)) {
      rig.want(2);
      rig.loop.advance(Duration.ofMinutes(12));
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "WARN Executors with ids [1, 2] were not detected in the Kubernetes cluster"
                          + " after 600000 ms"));
    }
  }

  @Test
  void saysThatExcessExecutorsAreDeleted() {
    Rig rig = rig(Map.of("spark.dynamicAllocation.executorIdleTimeout", "0s"));
    rig.cluster.runsAtOnce = false;
    try (LogLines log = new LogLines(DirectAllocator.class)) {
      rig.want(5);
      rig.loop.advance(Duration.ofSeconds(5));
      rig.want(3);
      rig.loop.advance(Duration.ofMinutes(2));
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("INFO Deleting 2 excess pod requests"));
    }
  }

  @Test
  void saysThatTooManyExecutorsFailed() {
    Rig rig = rig(Map.of("spark.executor.maxNumFailures", "1"));
    rig.want(4);
    rig.loop.advance(Duration.ofSeconds(1));
    try (LogLines log = new LogLines(ExecutorLifecycle.class)) {
      for (int id = 1; id <= 3; id++) {
        rig.cluster.change(rig.pod(id), pod -> pod.setStatus(Documents.status("Failed")));
      }
      rig.loop.settle();
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("ERROR Max number of executor failures (1) reached"))
          .hasSize(1);
    }
  }

  @Test
  void saysHowMemoryGrowsAndThatItDoesNotAnyMore() {
    ManualLoop loop = new ManualLoop();
    ExecutorPodStore store = new ExecutorPodStore(loop);
    FakeGrowthApi api = new FakeGrowthApi();
    MemoryGrower grower = new MemoryGrower(api, store, loop, Documents.RULES);
    api.usage.put(TestPods.name("app", 1), Map.of(CONTAINER, 990L));
    store.update(List.of(new PodEvent(withMemoryLimit("1000"), false)));
    try (LogLines log = new LogLines(MemoryGrower.class)) {
      grower.look(new Growth(0.9, 0.1, 2_000));
      loop.settle();
      grower.look(new Growth(0.9, 0.1, 1_000));
      loop.settle();
      grower.look(new Growth(0.9, 0.1, 1_000));
      loop.settle();
      assertThat(log.lines())
          .containsExactly(
              "INFO Increase executor 1 container memory from 1000 to 1100 as usage 990 exceeded"
                  + " threshold",
              "INFO Skip resizing executor 1 as container memory limit 1000 already reached the"
                  + " maximum");
    }
  }

  private static ExecutorPod withMemoryLimit(String limit) {
    Pod pod =
        new PodBuilder(TestPods.executor("app", 1, 0))
            .editMetadata()
            .withResourceVersion("1")
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .addToLimits("memory", new Quantity(limit))
            .endResources()
            .endContainer()
            .endSpec()
            .withStatus(Documents.status("Running"))
            .build();
    return Documents.executor(pod).orElseThrow();
  }

  @Test
  void saysHowClaimsGrow() {
    ManualLoop loop = new ManualLoop();
    FakeGrowthApi api = new FakeGrowthApi();
    api.localDirs.put(TestPods.name("app", 1), List.of("data-1"));
    api.claims.put("data-1", new ClaimSize(1000, 1000));
    Pod pod =
        new PodBuilder(TestPods.executor("app", 1, 0))
            .editSpec()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim("data-1", false)
            .endVolume()
            .endSpec()
            .withStatus(Documents.status("Running"))
            .build();
    try (LogLines log = new LogLines(ClaimGrower.class)) {
      new ClaimGrower(api, loop, Documents.RULES)
          .look(Documents.executor(pod).orElseThrow(), List.of(0.95), new Growth(0.9, 0.1, 9_000));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO Increase PVC data-1 storage from 1000 to 1100 as usage ratio exceeded");
    }
  }

  /** The other lines need Spark around them: their texts are looked up in the sources. */
  @Test
  void listsOnlyLinesThatExist() throws IOException {
    List<String> lines =
        Files.readAllLines(root().resolve("docs/operations.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(12);
    String sources = sources();
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(sources)
                    .as("a log line of docs/operations.md")
                    .contains(
                        VARIABLE_PARTS.matcher(line).replaceAll("{}").replace("Id: 0", "Id: {}")));
  }

  /** All sources of the module, with texts that are continued on the next line put together. */
  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(root().resolve("k8s-scheduler/src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ReliableLogLinesTest::text)
          .collect(Collectors.joining("\n"))
          .replaceAll("\"\\s*\\+ \"", "");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.resolve("..").normalize();
  }
}
