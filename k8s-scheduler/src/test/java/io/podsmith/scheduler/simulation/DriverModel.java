// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.ExecutorPods;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.CleanupRun;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.FakeGrowthApi;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The driver: executor management as production wires it, which may die and be started again. */
final class DriverModel {
  private static final int PAGE_SIZE = 4;
  private static final KubernetesClient NO_CLIENT =
      (KubernetesClient)
          Proxy.newProxyInstance(
              DriverModel.class.getClassLoader(),
              new Class<?>[] {KubernetesClient.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getConfiguration")) {
                  return Config.empty();
                }
                throw new UnsupportedOperationException("no simulation uses " + method);
              });

  private final World world;
  private final Script script;
  private final SparkSettings settings;
  private final PodSettings podSettings;
  private int number;
  private boolean isUp;
  private boolean leavesCreates;
  private OptionalLong stoppedAt = OptionalLong.empty();
  private long lastId;
  private VirtualLoop loop;
  private VirtualApi api;
  private ExecutorPods pods;
  private ExecutorMetrics metrics;

  /** When this driver learned of pods, by their uid. */
  private final Map<String, Long> noticedAt = new HashMap<>();

  DriverModel(World world, Script script) {
    this.world = world;
    this.script = script;
    this.settings = SparkSettings.of(script.settings(), Map.of());
    this.podSettings = PodSettings.read(settings);
    build();
  }

  private void build() {
    number++;
    lastId = 0;
    noticedAt.clear();
    loop = new VirtualLoop(world.time(), world.dice(), world.checks(), this::failed);
    api = new VirtualApi(world, number, loop, PAGE_SIZE);
    metrics = new ExecutorMetrics();
    pods =
        new ExecutorPods(
            podSettings,
            new ExecutorPodContext(settings, NO_CLIENT, "ns", World.APP, driverPod()),
            ExecutorModel.specs(script),
            new ExecutorPods.Cluster(
                api,
                new FakeGrowthApi(),
                CreatedObjects.of(settings, podSettings.allocator(), Optional.empty())),
            new ExecutorPods.Reports(world.spark(), new Aborter(world.spark()), metrics),
            loop,
            RejectionLimits.DEFAULT);
    int built = number;
    pods.store()
        .subscribe(changes -> changes.forEach(change -> noticed(built, change.after().uid())));
  }

  private Optional<Pod> driverPod() {
    if (!script.is("simulation.claims")) {
      return Optional.empty();
    }
    return Optional.of(
        new PodBuilder()
            .withNewMetadata()
            .withName("driver")
            .withUid(VirtualObjects.DRIVER_UID)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build());
  }

  /** A driver learns of a pod. */
  void noticed(int byDriver, String uid) {
    if (byDriver == number) {
      noticedAt.putIfAbsent(uid, world.time().now());
    }
  }

  /** Returns when the present driver learned of a pod; a time that never comes if it has not. */
  long noticedAt(PodModel pod) {
    return noticedAt.getOrDefault(pod.uid, Long.MAX_VALUE);
  }

  /** Returns the value of a metric. */
  long metric(String name) {
    Metric metric = metrics.registry().getMetrics().get(name);
    if (metric instanceof Gauge<?> gauge) {
      return ((Number) gauge.getValue()).longValue();
    }
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    throw new IllegalArgumentException("no metric " + name);
  }

  /** Returns how many ends of executors were counted. */
  long endsCounted() {
    return metrics.registry().getCounters().entrySet().stream()
        .filter(counter -> counter.getKey().startsWith("executors.ended."))
        .mapToLong(counter -> counter.getValue().getCount())
        .sum();
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

  /** Calls executor management from a request thread. */
  void callOffLoop() {
    ExecutorPods present = pods;
    loop.io().execute(() -> OffLoop.check(present, world.checks()));
  }

  /** Checks what the allocator says of its requests against those that are in flight. */
  void checkRequests() {
    if (!isUp) {
      return;
    }
    VirtualApi present = api;
    ExecutorAllocator allocator = pods.allocator();
    loop.execute(
        () -> {
          if (present.createsInFlight() > 0 && (allocator.isQuiet() || !allocator.isRequesting())) {
            world.checks().violated("requests in flight are known", "the allocator knows of none");
          }
        });
  }

  /** Returns what executor management still does or remembers, empty if nothing. */
  Optional<String> unfinished() {
    ExecutorAllocator allocator = pods.allocator();
    if (!allocator.isQuiet() || allocator.isRequesting()) {
      return Optional.of("the allocator still requests executors");
    }
    if (unobserved() > 0) {
      return Optional.of(unobserved() + " executors were not observed");
    }
    return world.ids().stream()
        .filter(id -> allocator.isDeleted(id) && !world.hasPod(id))
        .findFirst()
        .map(id -> "executor %d is not forgotten, which was given up".formatted(id));
  }

  /** Returns how many executors were created and not observed yet; -1 if that is unknown. */
  int unobserved() {
    return pods.allocator().unobserved().map(Set::size).orElse(-1);
  }

  /** Returns whether the event loop still gets no processor time. */
  boolean isStalled() {
    return loop.isStalled();
  }

  /** Returns whether the application ends. */
  boolean isStopping() {
    return stoppedAt.isPresent();
  }

  /** Returns whether a driver has begun to end, and its event loop has handled that. */
  boolean hasStopped(int which) {
    return which == number
        && stoppedAt.isPresent()
        && !isStalled()
        && !loop.isClosed()
        && world.time().now() > Math.max(stoppedAt.getAsLong(), loop.stalledUntil());
  }

  /** Returns whether a driver has died, and its connections with it. */
  boolean hasDied(int which) {
    return which < number || (!isUp && stoppedAt.isEmpty());
  }

  /** Returns when the application began to end. */
  long stoppedAt() {
    return stoppedAt.orElseThrow();
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

  /** Gives an executor its id, for which it has asked. */
  long nameExecutor(String podName) {
    long id = ++lastId;
    loop.execute(() -> pods.nameExecutor(podName, id));
    return id;
  }

  /** Returns the ids of the pods that executor management knows. */
  List<Long> known() {
    return Stream.concat(pods.store().all().stream(), pods.store().unnamed().stream())
        .map(ExecutorPod::id)
        .sorted()
        .toList();
  }

  /** Stops the application, and returns once the clean-up is over. */
  void stop() {
    isUp = false;
    stoppedAt = OptionalLong.of(world.time().now());
    CleanupRun.run(pods, api, podSettings, world.time()::now, world.time()::run, loop);
    leavesCreates = api.createsInFlight() > 0;
    world.tally().busiestSecond(loop.mostTasksInSecond());
    loop.close();
  }

  /**
   * Returns whether creates had no answer yet when the driver ended, which does not wait longer.
   */
  boolean leavesCreates() {
    return leavesCreates;
  }

  /** Returns how many tasks the event loop has run. */
  long tasks() {
    return loop.tasks();
  }

  /** Returns whether changes of pods are watched, and not polled only. */
  boolean watches() {
    return podSettings.polling().watches();
  }

  /** Returns whether pods of executors that ended are kept, and marked as such. */
  boolean keepsEndedPods() {
    return !podSettings.cleanup().executors();
  }
}
