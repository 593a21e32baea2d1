package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.Constants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps as many executor pods in the cluster as the scheduler wants, and tells it when they end.
 *
 * <p>Safe for use by several threads. No method but {@link #stop} and {@link #createConfigMap}
 * waits for the API server. No thread of this package ends the JVM: what is beyond repair goes to
 * {@link ExecutorBackend#abort}.
 */
public final class ExecutorPodManager {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPodManager.class);
  private static final int REQUESTS_AT_ONCE = 32;

  /** Beside creates there are lists, deletes and labels. */
  private static final int OTHER_REQUESTS = 4;

  private static final Duration UNTIL_QUIET = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_QUIET = Duration.ofMillis(20);

  private final PodSettings settings;
  private final ExecutorPodContext context;
  private final ClusterApi api;
  private final ThreadEventLoop loop;
  private final ExecutorPodStore store = new ExecutorPodStore();
  private final PodDeleter deleter;
  private final ExecutorAllocator allocator;
  private final ExecutorPodSource source;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private ExecutorPodManager(
      PodSettings settings,
      ExecutorPodContext context,
      ExecutorSpecFactory specs,
      ExecutorBackend backend) {
    this.settings = settings;
    this.context = context;
    this.loop = new ThreadEventLoop(REQUESTS_AT_ONCE + OTHER_REQUESTS);
    this.api =
        new HttpClusterApi(
            context.client(), context.namespace(), context.appId(), settings.rules());
    Aborter aborter = new Aborter(backend);
    ClaimPool claims = new ClaimPool(api, settings, context.driverPod().isPresent(), loop::now);
    Optional<Pod> claimOwner = context.driverPod().filter(pod -> settings.driverOwnsClaims());
    this.deleter = new PodDeleter(api, store, loop);
    this.allocator =
        new DirectAllocator(
            settings,
            new PodCreator(api, specs, claims, context.appId(), claimOwner),
            deleter,
            store,
            backend,
            aborter,
            loop,
            new CreateWindow(REQUESTS_AT_ONCE));
    this.source = new ExecutorPodSource(api, store, loop, settings, this::knowsWhatThereIs);
    store.subscribe(deleter);
    store.subscribe(claims);
    store.subscribe(new ExecutorLifecycle(settings, api, store, deleter, backend, aborter, loop));
    store.subscribe(allocator);
  }

  /**
   * Makes a manager that does nothing until it is started.
   *
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting of executor
   *     management makes no sense
   */
  public static ExecutorPodManager create(
      ExecutorPodContext context, ExecutorSpecFactory specs, ExecutorBackend backend) {
    return new ExecutorPodManager(PodSettings.read(context.settings()), context, specs, backend);
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
    context
        .driverPod()
        .map(Pod::getMetadata)
        .ifPresent(
            driver ->
                map.getMetadata()
                    .setOwnerReferences(
                        List.of(HttpClusterApi.owner(driver.getName(), driver.getUid()))));
    try {
      api.createObject(map);
    } catch (ApiFailure e) {
      throw new ClusterException(
          e.isForbidden() ? PodsmithError.CLUSTER_FORBIDDEN : PodsmithError.CLUSTER_FAILED,
          "creating ConfigMap "
              + context.namespace()
              + "/"
              + name
              + " for executors failed: "
              + e.said()
              + "; let the driver create it, or set"
              + " spark.kubernetes.executor.disableConfigMap=true",
          e.status(),
          e);
    }
  }

  /** Starts to follow the executors of the application. To be called once. */
  public void start() {
    loop.execute(source::start);
  }

  /**
   * Says how many executors are wanted from now on, running ones included.
   *
   * @param executorsByProfile the number by id of the resource profile; a profile that is not named
   *     keeps its number
   */
  public void setTotalExpectedExecutors(Map<Integer, Integer> executorsByProfile) {
    Map<Integer, Integer> targets = Map.copyOf(executorsByProfile);
    loop.execute(() -> allocator.setTargets(targets));
  }

  /**
   * Tells whether an executor's pod was given up, so that the executor must not register any more.
   */
  public boolean isDeleted(long executorId) {
    return allocator.isDeleted(executorId);
  }

  /**
   * Learns that executors were told to exit: marks their pods as decommissioned, and deletes those
   * that still run after {@code spark.kubernetes.dynamicAllocation.deleteGracePeriod}. To be called
   * when the scheduler has removed them.
   */
  public void killExecutors(Collection<Long> executorIds) {
    List<Long> ids = List.copyOf(executorIds);
    labelDecommissioning(ids);
    loop.execute(() -> allocator.leaving(ids));
    loop.schedule(settings.killGrace(), () -> killRunning(ids));
  }

  /**
   * Puts the label {@code spark.kubernetes.executor.decommissionLabel}, if there is one, on the
   * pods of executors.
   */
  public void labelDecommissioning(Collection<Long> executorIds) {
    List<Long> ids = List.copyOf(executorIds);
    settings
        .decommissionLabel()
        .ifPresent(
            label ->
                loop.execute(
                    () ->
                        ids.forEach(
                            id ->
                                store
                                    .find(id)
                                    .ifPresent(
                                        pod ->
                                            labelLater(pod.name(), label.key(), label.value())))));
  }

  /**
   * Puts an executor's id on its pod, for executors that asked the driver for their id (generated
   * by a stateful set or deployment).
   */
  public void labelExecutorId(String podName, long executorId) {
    labelLater(podName, Constants.SPARK_EXECUTOR_ID_LABEL, Long.toString(executorId));
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
    try {
      awaitQuiet();
      new ClusterCleanup(
              api,
              settings,
              context.namespace(),
              context.appId(),
              loop::now,
              time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()))
          .run();
    } catch (InterruptedException e) {
      LOG.warn("Interrupted while executors were being removed; some may be left");
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Executors could not be removed; some may be left", e);
    } finally {
      loop.close();
    }
  }

  /** A create that is under way must not outlive the delete that follows. */
  private void awaitQuiet() throws InterruptedException {
    CountDownLatch quiet = new CountDownLatch(1);
    loop.execute(
        () -> {
          source.stop();
          allocator.stop();
          countDownWhenQuiet(quiet);
        });
    if (!quiet.await(UNTIL_QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.info("Requests for executors are still under way; their pods are deleted all the same");
    }
  }

  private void countDownWhenQuiet(CountDownLatch quiet) {
    if (allocator.isQuiet()) {
      quiet.countDown();
    } else {
      loop.schedule(LOOK_FOR_QUIET, () -> countDownWhenQuiet(quiet));
    }
  }

  private void knowsWhatThereIs() {
    Optional<String> driver = context.driverPod().map(pod -> pod.getMetadata().getName());
    if (driver.isPresent()) {
      DriverReadiness.await(
          api, loop, driver.get(), settings.driverReadinessTimeout(), allocator::start);
    } else {
      allocator.start();
    }
  }

  private void killRunning(List<Long> ids) {
    List<ExecutorPod> running = new ArrayList<>();
    for (long id : ids) {
      store
          .find(id)
          .filter(pod -> pod.phase() == ExecutorPhase.RUNNING && !pod.deleting())
          .ifPresent(running::add);
    }
    if (!running.isEmpty()) {
      LOG.info("Deleting {} of {} executors that did not exit in time", running.size(), ids.size());
      running.forEach(deleter::delete);
    }
  }

  private void labelLater(String podName, String key, String value) {
    loop.io()
        .execute(
            () -> {
              try {
                api.labelPod(podName, key, value);
              } catch (ApiFailure e) {
                LOG.warn("Pod {} cannot be given the label {}: {}", podName, key, e.said());
              }
            });
  }
}
