package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** All of executor management on a clock that the test moves and a cluster in memory. */
final class Rig {
  static final String APP = "app";
  private static final Duration UNTIL_WATCHED = Duration.ofMillis(50);

  final ManualLoop loop = new ManualLoop();
  final FakeCluster cluster = new FakeCluster(loop::now);
  final RecordingBackend backend = new RecordingBackend();
  final ExecutorPodStore store = new ExecutorPodStore();
  final ExecutorMetrics metrics = new ExecutorMetrics();
  final CreateWindow window = new CreateWindow(32);
  final DirectAllocator allocator;
  final ExecutorPodSource source;
  final PodDeleter deleter;

  Rig(Map<String, String> settings) {
    this(settings, TestPods.specs(APP), Optional.empty());
  }

  Rig(Map<String, String> conf, ExecutorSpecFactory specs, Optional<Pod> driver) {
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
  Rig start() {
    source.start();
    loop.advance(UNTIL_WATCHED);
    return this;
  }

  void want(int executors) {
    want(Map.of(0, executors));
  }

  void want(Map<Integer, Integer> executors) {
    allocator.setTargets(executors);
    loop.settle();
  }

  String pod(long id) {
    return TestPods.name(APP, id);
  }
}
