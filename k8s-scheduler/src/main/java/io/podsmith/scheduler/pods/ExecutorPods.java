// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.client.Credentials;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.allocation.CustomAllocator;
import io.podsmith.scheduler.pods.allocation.CustomAllocatorLoader;
import io.podsmith.scheduler.pods.allocation.DriverReadiness;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.PodDeleter;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.direct.ClaimPool;
import io.podsmith.scheduler.pods.direct.CreateWindow;
import io.podsmith.scheduler.pods.direct.DirectAllocator;
import io.podsmith.scheduler.pods.direct.PodCreator;
import io.podsmith.scheduler.pods.growth.ClaimGrower;
import io.podsmith.scheduler.pods.growth.GrowthApi;
import io.podsmith.scheduler.pods.growth.MemoryGrower;
import io.podsmith.scheduler.pods.lifecycle.ExecutorLifecycle;
import io.podsmith.scheduler.pods.lifecycle.FailingNodes;
import io.podsmith.scheduler.pods.lifecycle.PodLabels;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.sets.ExecutorSetBuilder;
import io.podsmith.scheduler.pods.sets.SetAllocator;
import io.podsmith.scheduler.pods.watch.AccessLimit;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of executor management, wired together. Production ({@link ExecutorPodManager}) and
 * unit tests use this assembly; they differ in the API and the event loop that they pass.
 *
 * <p>Does nothing until {@link #start}. The parts are used on the event loop.
 */
public final class ExecutorPods {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPods.class);

  /** The number of concurrent create requests. */
  static final int MAX_CONCURRENT_CREATES = 32;

  private static final int DEFAULT_PROFILE = 0;

  /**
   * The cluster as executor management sees it.
   *
   * @param api requests for pods and what belongs to them
   * @param growth requests that resize running executors
   * @param created records the objects that {@code api} creates
   */
  public record Cluster(ClusterApi api, GrowthApi growth, CreatedObjects created) {}

  /**
   * Where executor management reports to.
   *
   * @param aborter ends the application; part of the backend
   */
  public record Reports(ExecutorBackend backend, Aborter aborter, ExecutorMetrics metrics) {}

  private final PodSettings settings;
  private final ExecutorPodContext application;
  private final ExecutorSpecFactory specs;
  private final Cluster cluster;
  private final Reports reports;
  private final EventLoop loop;
  private final RejectionLimits limits;
  private final AccessLimit access;
  private final ExecutorPodStore store;
  private final CreateWindow window = new CreateWindow(MAX_CONCURRENT_CREATES);
  private final ClaimPool claims;
  private final PodDeleter deleter;
  private final PodLabels labels;
  private final FailingNodes nodes;
  private final ExecutorAllocator allocator;
  private final MemoryGrower memory;
  private final ClaimGrower claimGrower;
  private final ExecutorLifecycle lifecycle;
  private final ExecutorPodSource source;

  /**
   * @param limits how long rejections may last
   * @throws io.podsmith.api.error.InvalidConfigurationException if the configured allocator cannot
   *     be used
   */
  public ExecutorPods(
      PodSettings settings,
      ExecutorPodContext application,
      ExecutorSpecFactory specs,
      Cluster cluster,
      Reports reports,
      EventLoop loop,
      RejectionLimits limits) {
    this.settings = settings;
    this.application = application;
    this.specs = specs;
    this.cluster = cluster;
    this.reports = reports;
    this.loop = loop;
    this.limits = limits;
    access =
        new AccessLimit(
            settings.failures().accessTimeout(),
            loop::now,
            () -> !reports.backend().registeredExecutors().isEmpty(),
            said -> Credentials.of(application.client().getConfiguration()).rejected(said),
            reports.aborter());
    store = new ExecutorPodStore(loop);
    claims = new ClaimPool(cluster.api(), settings, application.driverPod(), loop::now);
    deleter = new PodDeleter(cluster.api(), store, loop);
    labels = new PodLabels(cluster.api(), loop, reports.aborter());
    nodes =
        new FailingNodes(
            settings.failures().maxPerNode(), settings.failures().nodeValidity(), loop::now);
    allocator = createAllocator();
    memory = new MemoryGrower(cluster.growth(), store, loop, settings.rules());
    claimGrower = new ClaimGrower(cluster.growth(), loop, settings.rules());
    lifecycle =
        new ExecutorLifecycle(
            settings,
            cluster.api(),
            store,
            deleter,
            reports.backend(),
            reports.aborter(),
            loop,
            reports.metrics(),
            nodes,
            memory::lastUsage,
            allocator::isInherited);
    source =
        new ExecutorPodSource(
            cluster.api(),
            store,
            loop,
            settings,
            allocator::isRequesting,
            this::startAllocating,
            access);
    subscribers().forEach(store::subscribe);
  }

  /**
   * Returns the subscribers to changes of pods, in the order in which each change reaches them. The
   * lifecycle removes an executor that has ended from the scheduler, therefore:
   *
   * <ul>
   *   <li>the allocator precedes it, since it asks the scheduler whether that executor had
   *       registered, which tells a failed start from a failure of the application;
   *   <li>{@code memory} follows it, since the lifecycle reports the last measured memory usage of
   *       an executor, which {@code memory} forgets when the pod is gone.
   * </ul>
   */
  private List<PodSubscriber> subscribers() {
    return List.of(cluster.created(), deleter, claims, allocator, lifecycle, memory);
  }

  private ExecutorAllocator createAllocator() {
    Optional<SetKind> set = settings.allocator().set();
    if (set.isPresent()) {
      return setAllocator(set.get());
    }
    return settings
        .allocator()
        .className()
        .map(this::customAllocator)
        .orElseGet(this::directAllocator);
  }

  private ExecutorAllocator setAllocator(SetKind kind) {
    ExecutorSetBuilder builder =
        new ExecutorSetBuilder(
            kind,
            application.namespace(),
            application.appId(),
            application.driverPod(),
            settings.claims().driverOwns(),
            settings.allocator().usualCost());
    // Fails on what a set does not support, before anything is created.
    builder.build(DEFAULT_PROFILE, 0, specs.build(ExecutorSpecFactory.TEMPLATE, DEFAULT_PROFILE));
    return new SetAllocator(
        kind,
        settings,
        cluster.api(),
        specs,
        builder,
        store,
        reports.backend(),
        reports.aborter(),
        loop,
        reports.metrics(),
        limits,
        judge());
  }

  private RejectionJudge judge() {
    return new RejectionJudge(
        settings.failures().startTimeout(), limits.untilHopeless(), reports.aborter(), access);
  }

  private ExecutorAllocator customAllocator(String className) {
    return new CustomAllocator(
        CustomAllocatorLoader.load(className), application, specs, store, reports.aborter(), loop);
  }

  private ExecutorAllocator directAllocator() {
    Optional<Pod> claimOwner =
        application.driverPod().filter(pod -> settings.claims().driverOwns());
    PodCreator creator =
        new PodCreator(
            cluster.api(), nodes.avoidedBy(specs), claims, application.appId(), claimOwner);
    return new DirectAllocator(
        settings,
        creator,
        deleter,
        store,
        reports.backend(),
        reports.aborter(),
        loop,
        window,
        reports.metrics(),
        judge());
  }

  /** Starts to watch the executors of the application. Called once, on the event loop. */
  public void start() {
    source.start();
  }

  private void startAllocating() {
    Optional<String> driver = application.driverPod().map(pod -> pod.getMetadata().getName());
    if (driver.isPresent() && !settings.driverReadinessTimeout().isZero()) {
      DriverReadiness.await(
          cluster.api(), loop, driver.get(), settings.driverReadinessTimeout(), allocator::start);
    } else {
      allocator.start();
    }
  }

  /**
   * Handles executors that the scheduler has removed and told to exit: marks their pods as
   * decommissioned, and deletes those that still run after {@code
   * spark.kubernetes.dynamicAllocation.deleteGracePeriod}. Called on the event loop.
   */
  public void killExecutors(List<Long> ids) {
    source.whenKnown(
        () -> {
          labelDecommissioning(ids);
          allocator.executorsReleased(ids);
        });
    loop.schedule(settings.lifetimes().killGrace(), () -> source.whenKnown(() -> killRunning(ids)));
  }

  /**
   * Handles executors that migrate their blocks and then exit: marks their pods. Called on the
   * event loop.
   */
  public void decommission(List<Long> ids) {
    source.whenKnown(
        () -> {
          labelDecommissioning(ids);
          allocator.decommissioning(ids);
        });
  }

  /**
   * Handles an executor that has requested an id: puts the id on its pod. Called on the event loop.
   */
  public void nameExecutor(String podName, long executorId) {
    allocator.idGiven(podName, executorId);
    lifecycle.idGiven(podName, executorId);
    labels.putId(podName, executorId);
  }

  private void labelDecommissioning(List<Long> ids) {
    settings
        .decommissionLabel()
        .ifPresent(
            label ->
                ids.forEach(id -> store.find(id).ifPresent(pod -> labels.put(pod.name(), label))));
  }

  /**
   * The executors were running when the scheduler released them, so that a pod that was not
   * observed yet, or not in this phase, is one whose events are late.
   */
  private void killRunning(List<Long> ids) {
    List<Long> left = new ArrayList<>();
    for (long id : ids) {
      Optional<ExecutorPod> pod = store.find(id);
      boolean mayRun =
          pod.map(known -> !known.phase().isFinal() && !known.deleting())
              .orElseGet(() -> !store.isKnownGone(id));
      if (mayRun) {
        left.add(id);
      }
    }
    if (!left.isEmpty()) {
      LOG.info(
          "Forcefully deleting {} pods (out of {}) that are still running after graceful shutdown"
              + " period",
          left.size(),
          ids.size());
      deleter.deleteExecutors(left, Optional.empty());
    }
  }

  /** Returns the allocator that the settings select. */
  public ExecutorAllocator allocator() {
    return allocator;
  }

  public ExecutorPodSource source() {
    return source;
  }

  public ExecutorPodStore store() {
    return store;
  }

  public PodDeleter deleter() {
    return deleter;
  }

  /** Returns the limit on concurrent creates, which only the direct allocator uses. */
  public CreateWindow window() {
    return window;
  }

  public MemoryGrower memory() {
    return memory;
  }

  ClaimGrower claimGrower() {
    return claimGrower;
  }
}
