// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.client.Credentials;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cleanup.ClusterCleanup;
import io.podsmith.scheduler.pods.cleanup.Shutdown;
import io.podsmith.scheduler.pods.cluster.AnswerLimit;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.cluster.CredentialTrouble;
import io.podsmith.scheduler.pods.cluster.HttpClusterApi;
import io.podsmith.scheduler.pods.cluster.HttpCollectionApi;
import io.podsmith.scheduler.pods.cluster.OwnerReferences;
import io.podsmith.scheduler.pods.cluster.PatientCreate;
import io.podsmith.scheduler.pods.growth.Growth;
import io.podsmith.scheduler.pods.growth.GrowthApi;
import io.podsmith.scheduler.pods.growth.HttpGrowthApi;
import io.podsmith.scheduler.pods.loop.ThreadEventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps as many executor pods in the cluster as the scheduler wants, and tells it when they end.
 *
 * <p>Safe for use by several threads. No method but {@link #stop} and {@link #createConfigMap}
 * waits for the API server. No thread of this package ends the JVM: what is beyond repair goes to
 * {@link ExecutorBackend#abort}.
 */
public final class ExecutorPodManager {
  /** Beside creates there are lists, deletes and labels. */
  private static final int OTHER_REQUESTS = 4;

  private static final long ANY_EXECUTOR = 1;
  private static final int DEFAULT_PROFILE = 0;

  private final PodSettings settings;
  private final ExecutorPodContext context;
  private final ClusterApi api;
  private final CollectionApi collections;
  private final CreatedObjects created;
  private final ThreadEventLoop loop;
  private final Aborter aborter;
  private final ExecutorPods pods;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private ExecutorPodManager(
      PodSettings settings,
      ExecutorPodContext context,
      ExecutorSpecFactory specs,
      ExecutorBackend backend,
      ExecutorMetrics metrics,
      RejectionLimits limits) {
    this.settings = settings;
    this.context = context;
    this.aborter = new Aborter(backend);
    this.loop =
        new ThreadEventLoop(ExecutorPods.MAX_CONCURRENT_CREATES + OTHER_REQUESTS, this::failed);
    this.created = CreatedObjects.of(context.settings(), settings.allocator(), context.driverPod());
    CredentialTrouble credentials = CredentialTrouble.of(context.client().getConfiguration());
    this.api =
        new HttpClusterApi(
            context.client(),
            context.namespace(),
            context.appId(),
            settings.rules(),
            metrics,
            credentials,
            HttpClusterApi.PAGE_SIZE,
            created);
    this.collections =
        new HttpCollectionApi(
            context.client(), context.namespace(), context.appId(), metrics, credentials);
    GrowthApi growth =
        new HttpGrowthApi(AnswerLimit.of(context.client()), context.namespace(), context.appId());
    this.pods =
        new ExecutorPods(
            settings,
            context,
            specs,
            new ExecutorPods.Cluster(api, growth, created),
            new ExecutorPods.Reports(backend, aborter, metrics),
            loop,
            limits);
  }

  /**
   * Makes a manager that does nothing until it is started.
   *
   * @param metrics where it counts what it does
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting of executor
   *     management makes no sense
   */
  public static ExecutorPodManager create(
      ExecutorPodContext context,
      ExecutorSpecFactory specs,
      ExecutorBackend backend,
      ExecutorMetrics metrics) {
    return create(context, specs, backend, metrics, RejectionLimits.DEFAULT);
  }

  static ExecutorPodManager create(
      ExecutorPodContext context,
      ExecutorSpecFactory specs,
      ExecutorBackend backend,
      ExecutorMetrics metrics,
      RejectionLimits limits) {
    Optional<String> sparkContainer = specs.build(ANY_EXECUTOR, DEFAULT_PROFILE).sparkContainer();
    PodSettings settings = PodSettings.read(context.settings(), sparkContainer);
    return new ExecutorPodManager(settings, context, specs, backend, metrics, limits);
  }

  /**
   * Creates the ConfigMap that executors mount, owned by the driver's pod where there is one.
   *
   * @param name its name
   * @param data its files
   * @throws ClusterException where the API server refuses
   */
  public void createConfigMap(String name, Map<String, String> data) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(context.namespace())
            .withLabels(
                Map.of(
                    Constants.SPARK_APP_ID_LABEL,
                    context.appId(),
                    Constants.SPARK_ROLE_LABEL,
                    Constants.SPARK_POD_EXECUTOR_ROLE))
            .endMetadata()
            .withImmutable(true)
            .withData(data)
            .build();
    created.add(map);
    context
        .driverPod()
        .map(Pod::getMetadata)
        .ifPresent(
            driver ->
                map.getMetadata()
                    .setOwnerReferences(
                        List.of(OwnerReferences.pod(driver.getName(), driver.getUid()))));
    try {
      PatientCreate.unique(context.client(), map);
    } catch (KubernetesClientException failure) {
      ApiFailure e = ApiFailure.of(failure);
      String why =
          e.isUnauthenticated()
              ? "the API server %s"
                  .formatted(Credentials.of(context.client().getConfiguration()).rejected(e.said()))
              : "%s; let the driver create it, or set spark.kubernetes.executor.disableConfigMap=true"
                  .formatted(e.said());
      throw new ClusterException(
          e.isForbidden() || e.isUnauthenticated()
              ? PodsmithError.CLUSTER_FORBIDDEN
              : PodsmithError.CLUSTER_FAILED,
          "creating ConfigMap %s/%s for executors failed: %s"
              .formatted(context.namespace(), name, why),
          e.status(),
          e);
    }
  }

  /** Starts to follow the executors of the application. To be called once. */
  public void start() {
    loop.execute(pods::start);
  }

  /**
   * Says how many executors are wanted from now on, running ones included.
   *
   * @param executorsByProfile the number by id of the resource profile; a profile that is not named
   *     keeps its number
   */
  public void setTotalExpectedExecutors(Map<Integer, Integer> executorsByProfile) {
    Map<Integer, Integer> targets = Map.copyOf(executorsByProfile);
    loop.execute(() -> pods.allocator().setTargets(targets));
  }

  /**
   * Returns whether an executor's pod was given up, so that the executor must not register any
   * more.
   */
  public boolean isDeleted(long executorId) {
    return pods.allocator().isDeleted(executorId);
  }

  /**
   * Learns that executors were told to exit: marks their pods as decommissioned, and deletes those
   * that still run after {@code spark.kubernetes.dynamicAllocation.deleteGracePeriod}. To be called
   * when the scheduler has removed them.
   */
  public void killExecutors(Collection<Long> executorIds) {
    List<Long> ids = List.copyOf(executorIds);
    loop.execute(() -> pods.killExecutors(ids));
  }

  /** Gives more memory to executors that come close to their limit. */
  public void growMemory(Growth growth) {
    if (!stopped.get()) {
      loop.execute(() -> pods.memory().look(growth));
    }
  }

  /**
   * Has the claims grow in which an executor runs out of room.
   *
   * @param usage the share in use of the volume of each local directory, in the order of the pod's
   *     {@code SPARK_LOCAL_DIRS}
   */
  public void growClaims(long executorId, List<Double> usage, Growth growth) {
    if (stopped.get()) {
      return;
    }
    List<Double> shares = List.copyOf(usage);
    loop.execute(
        () ->
            pods.store()
                .find(executorId)
                .ifPresent(
                    pod -> loop.io().execute(() -> pods.claimGrower().look(pod, shares, growth))));
  }

  /**
   * Learns that executors are to hand on what they hold and then to exit: marks their pods, with
   * the label {@code spark.kubernetes.executor.decommissionLabel} if there is one.
   */
  public void decommission(Collection<Long> executorIds) {
    List<Long> ids = List.copyOf(executorIds);
    loop.execute(() -> pods.decommission(ids));
  }

  /**
   * Learns that an executor that asked for its id has got it, and puts the id on its pod: pods that
   * are made from a template do not bear it from the beginning.
   */
  public void nameExecutor(String podName, long executorId) {
    loop.execute(() -> pods.nameExecutor(podName, executorId));
  }

  /**
   * Stops asking for executors and removes what the application has in the cluster, as far as the
   * settings say so: executors, their ConfigMap, claims and the driver's service. Returns when that
   * is done or has taken too long, which is logged with the command that does it by hand. Never
   * throws; a second call does nothing.
   */
  public void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    new Shutdown(loop, pods.allocator(), pods.source(), pods.store())
        .run(
            (requests, shutdown) ->
                new ClusterCleanup(
                    api,
                    collections,
                    created,
                    settings,
                    context.namespace(),
                    context.appId(),
                    loop::now,
                    time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()),
                    requests,
                    shutdown::podControllers,
                    shutdown::isQuiet,
                    shutdown.observer()));
  }

  /** What was not foreseen leaves the state half changed: nothing more can be relied on. */
  private void failed(Throwable failure) {
    if (!stopped.get()) {
      aborter.abort(
          new PodsmithException(
              PodsmithError.APP_INTERNAL,
              "executor management failed to handle an event (%s); this is an error in Podsmith or"
                      .formatted(failure)
                  + " in a step: the driver's log has the stack trace",
              failure));
    }
  }
}
