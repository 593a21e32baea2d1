// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.scheduler.events.ExecutorPodEnded;
import io.podsmith.scheduler.events.ExecutorPodsDelayed;
import io.podsmith.scheduler.events.ExecutorPodsProgress;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.report.ExecutorNews.Delayed;
import io.podsmith.scheduler.pods.report.ExecutorNews.Ended;
import io.podsmith.scheduler.pods.report.ExecutorNews.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.security.HadoopDelegationTokenManager;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.scheduler.ExecutorDecommission;
import org.apache.spark.scheduler.ExecutorDecommission$;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.ExecutorKilled$;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.RegisterExecutor;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.cluster.SchedulerBackendUtils;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.apache.spark.util.SparkExitCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.PartialFunction;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;

/**
 * Keeps Spark's scheduler and executor pods in step: what Spark wants goes to executor management,
 * what becomes of executors goes to Spark.
 */
final class ClusterSchedulerBackend extends CoarseGrainedSchedulerBackend
    implements ExecutorBackend, ManagesExecutorPods {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSchedulerBackend.class);
  private static final double DEFAULT_MIN_REGISTERED_RATIO = 0.8;

  private final TaskSchedulerImpl scheduler;
  private final SparkContext sc;
  private final ExecutorParts parts;
  private final ExecutorPodManager pods;
  private final int initialExecutors;
  private final AtomicBoolean metricsShown = new AtomicBoolean();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch contextStopped = new CountDownLatch(1);

  ClusterSchedulerBackend(TaskSchedulerImpl scheduler, SparkContext sc, ExecutorParts parts) {
    super(scheduler, sc.env().rpcEnv());
    this.scheduler = scheduler;
    this.sc = sc;
    this.parts = parts;
    this.pods = parts.pods();
    this.initialExecutors =
        SchedulerBackendUtils.getInitialTargetExecutorNumber(
            sc.conf(), SchedulerBackendUtils.DEFAULT_NUMBER_EXECUTORS());
    parts.relay().connect(this);
  }

  @Override
  public ExecutorPodManager executorPods() {
    return pods;
  }

  @Override
  public String applicationId() {
    return parts.appId();
  }

  @Override
  public void start() {
    super.start();
    // Before the first executor: a pod that misses its ConfigMap waits a minute for the next try.
    parts.confMapData().ifPresent(data -> pods.createConfigMap(parts.sparkConfMapName(), data));
    parts.secret().ifPresent(ExecutorSecret::create);
    pods.setTotalExpectedExecutors(
        Map.of(sc.resourceProfileManager().defaultResourceProfile().id(), initialExecutors));
    pods.start();
  }

  @Override
  public void stop() {
    // Whatever fails on the way, executors must not be left behind.
    attempt("stopping Spark's side of executors", super::stop);
    attempt("removing executors", pods::stop);
    attempt(
        "removing the executors' Secret", () -> parts.secret().ifPresent(ExecutorSecret::delete));
    attempt("closing the connection to the API server", parts::close);
  }

  private static void attempt(String what, Runnable action) {
    try {
      action.run();
    } catch (Exception e) { // Scala throws SparkException, which Java does not see coming
      LOG.warn("Failed while {}; continuing to stop the application", what, e);
    }
  }

  @Override
  public double minRegisteredRatio() {
    return conf().get(SparkEntries.MIN_REGISTERED_RATIO).isEmpty()
        ? DEFAULT_MIN_REGISTERED_RATIO
        : super.minRegisteredRatio();
  }

  @Override
  public boolean sufficientResourcesRegistered() {
    return totalRegisteredExecutors().get() >= initialExecutors * minRegisteredRatio();
  }

  /** Also where the start of a context learns that there will be no executors. */
  @Override
  public boolean isReady() {
    showMetrics();
    Throwable cause = failure.get();
    if (cause != null) {
      throw SparkFailures.rethrow(cause);
    }
    return super.isReady();
  }

  /**
   * Metrics carry the id of the application, which Spark knows only once the backend is started.
   */
  private void showMetrics() {
    if (metricsShown.compareAndSet(false, true)) {
      sc.env().metricsSystem().registerSource(new ExecutorSource(parts.metrics()));
    }
  }

  @Override
  public Future<Object> doRequestTotalExecutors(
      scala.collection.immutable.Map<ResourceProfile, Object> executorsByProfile) {
    Map<Integer, Integer> wanted = new HashMap<>();
    ScalaInterop.map(executorsByProfile)
        .forEach((profile, count) -> wanted.put(profile.id(), (Integer) count));
    pods.setTotalExpectedExecutors(wanted);
    return ScalaInterop.done(true);
  }

  @Override
  public Future<Object> doKillExecutors(Seq<String> executorIds) {
    List<String> ids = ScalaInterop.list(executorIds);
    for (String id : ids) {
      removeExecutor(id, ExecutorKilled$.MODULE$);
    }
    pods.killExecutors(ids.stream().map(Long::valueOf).toList());
    // To wait until they are gone would hold up all further requests; Spark keeps count itself.
    return ScalaInterop.done(true);
  }

  @Override
  public Seq<String> decommissionExecutors(
      Tuple2<String, ExecutorDecommissionInfo>[] executors,
      boolean adjustTargetNumExecutors,
      boolean triggeredByExecutor) {
    if (sc.isStopped()) {
      LOG.debug("Not decommissioning executors: the application is stopping");
      return ScalaInterop.seq(List.of());
    }
    // Where the executor speaks for itself the cluster is taking its pod: nothing to mark any more.
    if (!triggeredByExecutor) {
      pods.decommission(Stream.of(executors).map(executor -> Long.valueOf(executor._1())).toList());
    }
    return super.decommissionExecutors(executors, adjustTargetNumExecutors, triggeredByExecutor);
  }

  @Override
  public boolean isExecutorExcluded(String executorId, String hostname) {
    return pods.isDeleted(Long.parseLong(executorId));
  }

  @Override
  public Option<HadoopDelegationTokenManager> createTokenManager() {
    return Option.apply(
        new HadoopDelegationTokenManager(conf(), sc.hadoopConfiguration(), driverEndpoint()));
  }

  @Override
  public Set<Long> registeredExecutors() {
    Seq<String> ids;
    // Spark guards its map of executors by this monitor, and this is not one of its own threads.
    synchronized (this) {
      ids = getExecutorIds();
    }
    return ScalaInterop.list(ids).stream().map(Long::valueOf).collect(Collectors.toSet());
  }

  @Override
  public void removeExecutor(long executorId, ExecutorExit exit) {
    parts.recovery().ended(executorId, exit);
    removeExecutor(
        Long.toString(executorId),
        new ExecutorExited(exit.exitCode(), exit.causedByApp(), exit.message()));
  }

  @Override
  public void report(ExecutorNews news) {
    sc.listenerBus().post(event(news, System.currentTimeMillis()));
  }

  private static SparkListenerEvent event(ExecutorNews news, long time) {
    if (news instanceof Progress p) {
      return new ExecutorPodsProgress(time, p.wanted(), p.running(), p.pending(), p.requested());
    }
    if (news instanceof Ended e) {
      ExecutorExit exit = e.exit();
      return new ExecutorPodEnded(
          time,
          Long.toString(e.executorId()),
          exit.cause().camelCase(),
          exit.causedByApp(),
          exit.exitCode(),
          exit.message());
    }
    Delayed d = (Delayed) news;
    return new ExecutorPodsDelayed(time, d.resourceProfileId(), d.reason());
  }

  @Override
  public void abort(Throwable cause) {
    if (!failure.compareAndSet(null, cause) || sc.isStopped()) {
      return;
    }
    // Spark hands on a message only, so the log is the one place for the stack.
    LOG.error("Stopping the application: no executors can be created", cause);
    if (cause instanceof PodsmithException coded
        && coded.codeId().equals(PodsmithError.APP_EXECUTOR_FAILURES.id())) {
      UncaughtFailureExit.install(
          SparkExitCode.EXCEED_MAX_EXECUTOR_FAILURES(), this::awaitContextStopped);
    }
    try {
      scheduler.error(SparkFailures.message(cause));
    } catch (Exception noTaskWaits) { // a SparkException, which Java does not see coming
      LOG.debug("No task is waiting for executors", noTaskWaits);
    } finally {
      // Not on this thread: it belongs to what stop() waits for. And no daemon, as this one is:
      // what the application has in the cluster must be gone before the JVM is.
      Thread stopper = new Thread(this::stopContext, "stop-spark-context");
      stopper.setDaemon(false);
      stopper.start();
    }
  }

  private void stopContext() {
    try {
      attempt("stopping the context", sc::stop);
    } finally {
      contextStopped.countDown();
    }
  }

  private void awaitContextStopped() {
    try {
      contextStopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called by the constructor of the superclass, so it must not use a field of this one. */
  @Override
  public DriverEndpoint createDriverEndpoint() {
    return new Endpoint();
  }

  /** Spark's endpoint, taught to hand out ids and to leave it to Kubernetes who is dead. */
  private final class Endpoint extends DriverEndpoint {
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<RpcAddress, String> askedForId = new HashMap<>();

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
      return ScalaInterop.handler(
              GenerateExecID.class::isInstance,
              message -> handOutId((GenerateExecID) message, context))
          .orElse(
              ScalaInterop.handler(
                  message -> message instanceof RegisterExecutor && sc.isStopped(),
                  message ->
                      LOG.debug("The application is stopping; cannot register: {}", message)))
          .orElse(super.receiveAndReply(context));
    }

    private void handOutId(GenerateExecID request, RpcCallContext context) {
      int id = lastId.incrementAndGet();
      context.reply(Integer.toString(id));
      askedForId.put(context.senderAddress(), Integer.toString(id));
      pods.nameExecutor(request.podName(), id);
    }

    @Override
    public void onDisconnected(RpcAddress address) {
      Option<String> executor = addressToExecutorId().get(address);
      if (executor.isEmpty()) {
        // An executor that asked for its id comes back under another address.
        if (askedForId.remove(address) == null) {
          LOG.debug("No executor is connected from {}", address);
        }
        return;
      }
      String id = executor.get();
      if (executorsPendingDecommission().contains(id)) {
        // No host: whether the whole node goes or this one pod is not known here.
        removeExecutor(
            id,
            new ExecutorDecommission(
                Option.empty(), ExecutorDecommission$.MODULE$.apply$default$2()));
      } else {
        // No more tasks for it; what became of it is for the events of the API server to tell.
        disableExecutor(id);
      }
    }
  }
}
