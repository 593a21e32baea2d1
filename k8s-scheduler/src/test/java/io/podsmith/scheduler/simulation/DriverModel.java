// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.ExecutorPods;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.CleanupRun;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.FakeGrowthApi;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The driver: executor management as production wires it, which may die and be started again. */
final class DriverModel {
  private static final int PAGE_SIZE = 4;
  private static final KubernetesClient NO_CLIENT =
      (KubernetesClient)
          Proxy.newProxyInstance(
              DriverModel.class.getClassLoader(),
              new Class<?>[] {KubernetesClient.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException("no simulation uses " + method);
              });

  private final World world;
  private final SparkSettings settings;
  private final PodSettings podSettings;
  private int number;
  private boolean isUp;
  private VirtualLoop loop;
  private VirtualApi api;
  private ExecutorPods pods;

  DriverModel(World world, Map<String, String> conf) {
    this.world = world;
    this.settings = SparkSettings.of(conf, Map.of());
    this.podSettings = PodSettings.read(settings);
    build();
  }

  private void build() {
    number++;
    loop = new VirtualLoop(world.time(), world.dice(), this::failed);
    api = new VirtualApi(world, number, loop, PAGE_SIZE);
    pods =
        new ExecutorPods(
            podSettings,
            new ExecutorPodContext(settings, NO_CLIENT, "ns", World.APP, Optional.empty()),
            TestPods.specs(World.APP),
            new ExecutorPods.Cluster(
                api,
                new FakeGrowthApi(),
                CreatedObjects.of(settings, podSettings.allocator(), Optional.empty())),
            new ExecutorPods.Reports(
                world.spark(), new Aborter(world.spark()), new ExecutorMetrics()),
            loop,
            RejectionLimits.DEFAULT);
  }

  private void failed(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    world
        .checks()
        .violated(
            "no failure on the loop",
            "%s at %s",
            failure,
            trace.length == 0 ? "unknown" : trace[0].toString());
  }

  void start() {
    isUp = true;
    Map<Integer, Integer> targets = world.spark().targets();
    loop.execute(() -> pods.allocator().setTargets(targets));
    loop.execute(pods::start);
  }

  /** The driver dies, and another one starts after some time. */
  void crash(long downMillis) {
    if (!isUp) {
      return;
    }
    world.tally().busiestSecond(loop.mostTasksInSecond());
    isUp = false;
    loop.close();
    world.server().endWatches(Optional.empty());
    world.spark().crashed();
    world
        .time()
        .in(
            downMillis,
            () -> {
              build();
              start();
            });
  }

  /** The event loop runs nothing for some milliseconds, and all that was due after them. */
  void stall(long millis) {
    loop.stall(millis);
  }

  boolean isUp() {
    return isUp;
  }

  int number() {
    return number;
  }

  boolean refuses(long executorId) {
    return pods.allocator().isDeleted(executorId);
  }

  void setTargets(Map<Integer, Integer> targets) {
    if (isUp) {
      loop.execute(() -> pods.allocator().setTargets(targets));
    }
  }

  void kill(List<Long> ids) {
    if (isUp) {
      loop.execute(() -> pods.killExecutors(ids));
    }
  }

  void decommission(List<Long> ids) {
    if (isUp) {
      loop.execute(() -> pods.decommission(ids));
    }
  }

  /** Returns the ids of the pods that executor management knows. */
  List<Long> known() {
    return pods.store().all().stream().map(pod -> pod.id()).sorted().toList();
  }

  /** Stops the application, and returns once the clean-up is over. */
  void stop() {
    isUp = false;
    CleanupRun.run(pods, api, podSettings, world.time()::now, world.time()::run, loop::execute);
    world.tally().busiestSecond(loop.mostTasksInSecond());
    loop.close();
  }

  int mostTasksInSecond() {
    return loop.mostTasksInSecond();
  }
}
