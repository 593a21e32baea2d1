// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.ExecutorPods;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.PodDeleter;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.direct.CreateWindow;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Executor management on a clock that the test advances and a cluster in memory. */
public final class Rig {
  public static final String APP = "app";
  private static final Duration UNTIL_WATCHED = Duration.ofMillis(50);

  public final ManualLoop loop = new ManualLoop();
  public final FakeCluster cluster = new FakeCluster(loop::now);
  public final FakeGrowthApi growth = new FakeGrowthApi();
  public final RecordingBackend backend = new RecordingBackend();
  public final ExecutorMetrics metrics = new ExecutorMetrics();
  public final ExecutorPods pods;
  public final ExecutorPodStore store;
  public final ExecutorAllocator allocator;
  public final CreateWindow window;
  public final ExecutorPodSource source;
  public final PodDeleter deleter;

  public Rig(Map<String, String> settings) {
    this(settings, TestPods.specs(APP), Optional.empty());
  }

  public Rig(Map<String, String> conf, ExecutorSpecFactory specs, Optional<Pod> driver) {
    SparkSettings settings = SparkSettings.of(conf, Map.of());
    PodSettings podSettings = PodSettings.read(settings);
    pods =
        new ExecutorPods(
            podSettings,
            new ExecutorPodContext(settings, noClient(), "ns", APP, driver),
            specs,
            new ExecutorPods.Cluster(
                cluster, growth, CreatedObjects.of(settings, podSettings.allocator(), driver)),
            new ExecutorPods.Reports(backend, new Aborter(backend), metrics),
            loop,
            RejectionLimits.DEFAULT);
    store = pods.store();
    allocator = pods.allocator();
    window = pods.window();
    source = pods.source();
    deleter = pods.deleter();
  }

  /** Only custom allocators use the client; its configuration says where credentials are from. */
  private static KubernetesClient noClient() {
    return (KubernetesClient)
        Proxy.newProxyInstance(
            Rig.class.getClassLoader(),
            new Class<?>[] {KubernetesClient.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConfiguration")) {
                return Config.empty();
              }
              throw new UnsupportedOperationException("no test uses " + method);
            });
  }

  /** Starts, and lets some time pass, after which the watch is open. */
  public Rig start() {
    pods.start();
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
