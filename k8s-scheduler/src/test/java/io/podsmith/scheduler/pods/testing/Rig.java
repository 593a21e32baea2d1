package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.PodDeleter;
import io.podsmith.scheduler.pods.direct.ClaimPool;
import io.podsmith.scheduler.pods.direct.CreateWindow;
import io.podsmith.scheduler.pods.direct.DirectAllocator;
import io.podsmith.scheduler.pods.direct.PodCreator;
import io.podsmith.scheduler.pods.lifecycle.ExecutorLifecycle;
import io.podsmith.scheduler.pods.lifecycle.FailingNodes;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.settings.PodSettings;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** All of executor management on a clock that the test moves and a cluster in memory. */
public final class Rig {
  public static final String APP = "app";
  private static final Duration UNTIL_WATCHED = Duration.ofMillis(50);

  public final ManualLoop loop = new ManualLoop();
  public final FakeCluster cluster = new FakeCluster(loop::now);
  public final RecordingBackend backend = new RecordingBackend();
  public final ExecutorPodStore store = new ExecutorPodStore();
  public final ExecutorMetrics metrics = new ExecutorMetrics();
  public final CreateWindow window = new CreateWindow(32);
  public final DirectAllocator allocator;
  public final ExecutorPodSource source;
  public final PodDeleter deleter;

  public Rig(Map<String, String> settings) {
    this(settings, TestPods.specs(APP), Optional.empty());
  }

  public Rig(Map<String, String> conf, ExecutorSpecFactory specs, Optional<Pod> driver) {
    PodSettings settings = PodSettings.read(SparkSettings.of(conf, Map.of()));
    Aborter aborter = new Aborter(backend);
    ClaimPool claims = new ClaimPool(cluster, settings, driver, loop::now);
    deleter = new PodDeleter(cluster, store, loop);
    FailingNodes nodes =
        new FailingNodes(settings.maxFailuresPerNode(), settings.nodeFailureValidity(), loop::now);
    allocator =
        new DirectAllocator(
            settings,
            new PodCreator(
                cluster,
                nodes.avoidedBy(specs),
                claims,
                APP,
                driver.filter(pod -> settings.driverOwnsClaims())),
            deleter,
            store,
            backend,
            aborter,
            loop,
            window,
            metrics,
            RejectionLimits.DEFAULT);
    source =
        new ExecutorPodSource(
            cluster, store, loop, settings, allocator::isAsking, allocator::start);
    store.subscribe(deleter);
    store.subscribe(claims);
    store.subscribe(allocator);
    store.subscribe(
        new ExecutorLifecycle(
            settings,
            cluster,
            store,
            deleter,
            backend,
            aborter,
            loop,
            metrics,
            nodes,
            id -> OptionalLong.empty()));
  }

  /** Starts, and lets some time pass, after which the watch is open. */
  public Rig start() {
    source.start();
    loop.advance(UNTIL_WATCHED);
    return this;
  }

  public void want(int executors) {
    want(Map.of(0, executors));
  }

  public void want(Map<Integer, Integer> executors) {
    allocator.setTargets(executors);
    loop.settle();
  }

  public String pod(long id) {
    return TestPods.name(APP, id);
  }
}
