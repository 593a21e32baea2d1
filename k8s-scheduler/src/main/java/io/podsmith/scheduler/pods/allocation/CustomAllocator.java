// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.scheduler.allocator.AllocatorContext;
import io.podsmith.scheduler.allocator.ExecutorObjects;
import io.podsmith.scheduler.allocator.ObservedPod;
import io.podsmith.scheduler.allocator.ObservedPod.State;
import io.podsmith.scheduler.allocator.PodsAllocator;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a custom allocator; whatever it throws ends the application. */
public final class CustomAllocator implements ExecutorAllocator {
  private static final Logger LOG = LoggerFactory.getLogger(CustomAllocator.class);

  private final PodsAllocator custom;
  private final ExecutorPodContext application;
  private final ExecutorSpecFactory specs;
  private final ExecutorPodStore store;
  private final Aborter aborter;
  private final EventLoop loop;
  private final Map<Integer, Integer> targets = new HashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private boolean started;
  private volatile boolean stopped;

  public CustomAllocator(
      PodsAllocator custom,
      ExecutorPodContext application,
      ExecutorSpecFactory specs,
      ExecutorPodStore store,
      Aborter aborter,
      EventLoop loop) {
    this.custom = custom;
    this.application = application;
    this.specs = specs;
    this.store = store;
    this.aborter = aborter;
    this.loop = loop;
  }

  @Override
  public void start() {
    loop.assertOnLoop();
    if (stopped) {
      return;
    }
    started = true;
    call("start", () -> custom.start(new Context()));
    tellTargets();
    List<PodChange> present =
        Stream.concat(store.all().stream(), store.unnamed().stream())
            .map(pod -> new PodChange(Optional.empty(), pod, false))
            .toList();
    onChanges(present);
  }

  @Override
  public void setTargets(Map<Integer, Integer> executorsByProfile) {
    loop.assertOnLoop();
    targets.putAll(executorsByProfile);
    tellTargets();
  }

  private void tellTargets() {
    if (isAtWork() && !targets.isEmpty()) {
      call("setTargets", () -> custom.setTargets(Map.copyOf(targets)));
    }
  }

  @Override
  public void executorsReleased(Collection<Long> executorIds) {
    loop.assertOnLoop();
    if (isAtWork()) {
      call("executorsReleased", () -> custom.executorsReleased(List.copyOf(executorIds)));
    }
  }

  @Override
  public void decommissioning(Collection<Long> executorIds) {
    loop.assertOnLoop();
    if (isAtWork()) {
      call("decommissioning", () -> custom.decommissioning(List.copyOf(executorIds)));
    }
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    loop.assertOnLoop();
    if (isAtWork() && !changes.isEmpty()) {
      List<ObservedPod> pods = new ArrayList<>();
      changes.forEach(change -> pods.add(observed(change)));
      call("podsChanged", () -> custom.podsChanged(List.copyOf(pods)));
    }
  }

  @Override
  public void onUnnamedChanges(List<PodChange> changes) {
    // A pod that has just got its id has not gone: it is told of under its id.
    onChanges(
        changes.stream()
            .filter(
                change -> !(change.gone() && change.before().equals(Optional.of(change.after()))))
            .toList());
  }

  private static ObservedPod observed(PodChange change) {
    ExecutorPod pod = change.after();
    State state;
    if (change.gone()) {
      state = State.GONE;
    } else if (pod.deleting()) {
      state = State.ENDING;
    } else {
      state =
          switch (pod.phase()) {
            case PENDING -> State.PENDING;
            case RUNNING, UNKNOWN -> State.RUNNING;
            default -> State.ENDING;
          };
    }
    OptionalLong id = pod.hasId() ? OptionalLong.of(pod.id()) : OptionalLong.empty();
    return new ObservedPod(id, pod.name(), pod.profileId(), state);
  }

  @Override
  public boolean isDeleted(long executorId) {
    return custom.isDeleted(executorId);
  }

  @Override
  public void stop() {
    loop.assertOnLoop();
    if (started && !stopped) {
      call("stop", custom::stop);
    }
    stopped = true;
  }

  @Override
  public boolean isQuiet() {
    return requests.get() == 0;
  }

  @Override
  public List<HasMetadata> podControllers() {
    loop.assertOnLoop();
    try {
      return started ? List.copyOf(custom.podControllers()) : List.of();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The allocator {} failed to return its workloads", custom.getClass().getName(), e);
      return List.of();
    }
  }

  private boolean isAtWork() {
    return started && !stopped && !aborter.isAborted();
  }

  private void call(String method, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError e) {
      aborter.abort(failure(method, e));
    }
  }

  private Throwable failure(String method, Throwable cause) {
    if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
      ApiFailure rejected = ApiFailure.of(answer);
      return new PodsmithException(
          PodsmithError.APP_ALLOCATOR,
          "the API server rejected what the allocator %s requested in %s (%s)%s"
              .formatted(
                  custom.getClass().getName(),
                  method,
                  rejected.said(),
                  Rejection.of(rejected).advice(rejected)),
          cause);
    }
    return new PodsmithException(
        PodsmithError.APP_ALLOCATOR,
        "the allocator "
            + custom.getClass().getName()
            + " failed in "
            + method
            + " ("
            + cause
            + "); report it to its author, or choose another allocator with"
            + " spark.kubernetes.allocation.pods.allocator",
        cause);
  }

  private static ExecutorObjects objects(ExecutorSpec spec) {
    return new ExecutorObjects(spec.pod(), spec.preResources(), spec.resources());
  }

  private final class Context implements AllocatorContext {
    @Override
    public String appId() {
      return application.appId();
    }

    @Override
    public String namespace() {
      return application.namespace();
    }

    @Override
    public KubernetesClient client() {
      return application.client();
    }

    @Override
    public Optional<Pod> driverPod() {
      return application.driverPod();
    }

    @Override
    public Optional<String> setting(String key) {
      return application.settings().find(key);
    }

    @Override
    public ExecutorObjects executor(long executorId, int resourceProfileId) {
      if (executorId <= ExecutorSpecFactory.TEMPLATE) {
        throw new IllegalArgumentException(
            "executorId is " + executorId + " but must be a positive number");
      }
      return objects(specs.build(executorId, resourceProfileId));
    }

    @Override
    public ExecutorObjects template(int resourceProfileId) {
      return objects(specs.build(ExecutorSpecFactory.TEMPLATE, resourceProfileId));
    }

    @Override
    public void run(Runnable task) {
      loop.execute(() -> whileAtWork(task));
    }

    @Override
    public void runAfter(Duration delay, Runnable task) {
      loop.schedule(delay, () -> whileAtWork(task));
    }

    private void whileAtWork(Runnable task) {
      if (isAtWork()) {
        call("a task", task);
      }
    }

    @Override
    public void request(Runnable task) {
      requests.incrementAndGet();
      loop.request(
          () -> failureOf(task),
          cause -> {
            requests.decrementAndGet();
            cause.ifPresent(e -> aborter.abort(failure("a request", e)));
          });
    }

    private Optional<Throwable> failureOf(Runnable task) {
      try {
        task.run();
        return Optional.empty();
      } catch (RuntimeException | LinkageError e) {
        return Optional.of(e);
      }
    }

    @Override
    public void abort(Throwable cause) {
      loop.execute(() -> aborter.abort(cause));
    }
  }
}
