// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.internal.node.container.ClusterObjects;
import io.podsmith.testkit.cluster.internal.node.container.ContainerLaunch;
import io.podsmith.testkit.cluster.internal.node.container.ContainerLauncher;
import io.podsmith.testkit.cluster.internal.node.container.ContainerStartException;
import io.podsmith.testkit.cluster.internal.node.container.IdleContainer;
import io.podsmith.testkit.cluster.internal.node.container.RunningContainer;
import io.podsmith.testkit.cluster.internal.node.host.Directories;
import io.podsmith.testkit.cluster.internal.node.host.PodDirectories;
import io.podsmith.testkit.cluster.internal.node.host.SerialExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one pod and reports on it.
 *
 * <p>Everything happens in {@link #sync}, which looks at what is wanted and at what is there, does
 * what is due and reports what has changed. It is called for every event: a change of the pod, the
 * end of a container, a point in time. Events come one at a time.
 */
public final class PodWorker {
  private static final Duration REPORT_RETRY = Duration.ofMillis(200);
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private final NodeContext node;
  private final SerialExecutor events;
  private final PodDirectories directories;
  private final ContainerLauncher launcher;
  private final PodReporter reporter;
  private final PodEvents podEvents;
  private final StartRetries retries;
  private final PodTermination termination;
  private final PodNames names;
  private final PodObserver observer;
  private final List<ContainerRun> initRuns = new ArrayList<>();
  private final List<ContainerRun> mainRuns = new ArrayList<>();
  private final Instant startTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant startDue;
  private final String uid;

  private volatile Pod pod;
  private Optional<String> ip = Optional.empty();
  private Optional<PodEnd> end = Optional.empty();
  private volatile boolean gone;

  public PodWorker(Pod pod, NodeContext node, PodObserver observer) {
    this.pod = pod;
    this.node = node;
    this.observer = observer;
    this.uid = pod.getMetadata().getUid();
    this.events = new SerialExecutor(node.threads());
    String namespace = pod.getMetadata().getNamespace();
    this.directories =
        PodDirectories.of(node.settings().directory(), namespace, pod.getMetadata().getName(), uid);
    this.launcher =
        new ContainerLauncher(
            node.settings(),
            directories,
            new ClusterObjects(node.client(), namespace),
            node.tokens(),
            node.dns().file());
    this.reporter = new PodReporter(node.client(), pod);
    this.startDue = Instant.now().plus(node.settings().startupDelay());
    for (Container init : pod.getSpec().getInitContainers()) {
      boolean sidecar = "Always".equals(init.getRestartPolicy());
      ContainerRun.Kind kind = sidecar ? ContainerRun.Kind.SIDECAR : ContainerRun.Kind.INIT;
      initRuns.add(new ContainerRun(init, kind, "PodInitializing"));
    }
    String reason = initRuns.isEmpty() ? "ContainerCreating" : "PodInitializing";
    this.podEvents = new PodEvents(pod, node.events(), node.settings().name());
    this.retries = new StartRetries(pod, reason, node, podEvents, this::wake);
    pod.getSpec()
        .getContainers()
        .forEach(main -> mainRuns.add(new ContainerRun(main, ContainerRun.Kind.MAIN, reason)));
    this.termination = new PodTermination(runs().toList(), node, podEvents, events);
    this.names = new PodNames(node.dns(), uid);
    Long deadline = pod.getSpec().getActiveDeadlineSeconds();
    if (deadline != null) {
      node.timers().after(Duration.ofSeconds(deadline), () -> end(PodEnd.deadlineExceeded()));
    }
  }

  public String uid() {
    return uid;
  }

  public Pod pod() {
    return pod;
  }

  /** Begins to run the pod. */
  public void start() {
    events.execute(this::report);
    node.timers().after(node.settings().startupDelay(), this::wake);
  }

  /** Takes over what the API server says about the pod now. */
  public void update(Pod newer) {
    events.execute(
        () -> {
          pod = newer;
          if (newer.getMetadata().getDeletionTimestamp() != null) {
            Long grace = newer.getMetadata().getDeletionGracePeriodSeconds();
            termination.begin(Duration.ofSeconds(grace == null ? DEFAULT_GRACE_SECONDS : grace));
          }
          sync();
        });
  }

  /** The pod's object is gone: whatever still runs is killed and forgotten. */
  public void objectGone() {
    events.execute(
        () -> {
          gone = true;
          runs().forEach(run -> run.running().ifPresent(RunningContainer::kill));
          forget();
        });
  }

  /** Ends the pod for a reason of the node's. */
  public void end(PodEnd why) {
    events.execute(
        () -> {
          if (end.isEmpty() && !isOver()) {
            end = Optional.of(why);
            podEvents.ended(why);
            termination.begin(Duration.ofSeconds(why.graceSeconds()));
            sync();
          }
        });
  }

  /**
   * Ends a container from outside, as the kernel does.
   *
   * @param reason what its status will say
   */
  public void killContainer(String name, Optional<String> reason) {
    events.execute(
        () ->
            runs()
                .filter(run -> run.name().equals(name))
                .forEach(
                    run -> {
                      reason.ifPresent(run::expectEnd);
                      run.running().ifPresent(RunningContainer::kill);
                    }));
  }

  /** Does and reports nothing any more, because the node goes. */
  public void close() {
    gone = true;
  }

  /** Returns the log of a container, empty where there is none. */
  public Optional<ContainerLog> log(String container, boolean previous) {
    return runs()
        .filter(run -> run.name().equals(container))
        .findFirst()
        .map(run -> run.restartCount() - (previous ? 1 : 0))
        .filter(number -> number >= 0)
        .map(
            number ->
                new ContainerLog(
                    directories.log(container, number), () -> isWriting(container, number)));
  }

  private boolean isWriting(String container, int number) {
    return !gone
        && runs()
            .filter(run -> run.name().equals(container))
            .anyMatch(run -> run.restartCount() == number && run.isRunning());
  }

  private void wake() {
    events.execute(this::sync);
  }

  private void sync() {
    if (gone || (isOver() && !isDeleted())) {
      return;
    }
    if (termination.hasBegun()) {
      termination.killIfDue();
    } else {
      advance();
      stopSidecars();
    }
    if (termination.hasBegun() && noneRuns()) {
      runs().forEach(ContainerRun::abandon);
      report();
      if (isDeleted()) {
        removeObject();
      }
      return;
    }
    report();
  }

  private void advance() {
    if (isBefore(startDue)) {
      return;
    }
    for (ContainerRun run : initRuns) {
      if (run.kind() == ContainerRun.Kind.SIDECAR) {
        if (!termination.areSidecarsStopped()) {
          startIfDue(run);
        }
        if (run.nextStart() == 0) {
          return;
        }
      } else if (!run.hasSucceeded()) {
        startIfDue(run);
        return;
      }
    }
    mainRuns.forEach(this::startIfDue);
  }

  private void startIfDue(ContainerRun run) {
    if (run.isRunning() || (run.hasEnded() && !restarts(run)) || isBefore(run.retryAt())) {
      return;
    }
    if (run.hasEnded() && run.restartCount() > 0 && run.retryAt().equals(Instant.EPOCH)) {
      retries.restartBacksOff(run);
      return;
    }
    String image = Optional.ofNullable(run.spec().getImage()).orElse("");
    Optional<NodeImage> known = node.settings().image(image);
    if (known.isEmpty()) {
      retries.imageMissing(run, image);
      return;
    }
    try {
      start(run, known.get());
    } catch (ContainerStartException e) {
      retries.startFailed(run, known.get(), e);
    } catch (IOException | KubernetesClientException e) {
      retries.createFailed(run, e);
    }
  }

  private void start(ContainerRun run, NodeImage image)
      throws ContainerStartException, IOException {
    if (ip.isEmpty()) {
      ip =
          Optional.of(
              Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
                  ? node.hostIp()
                  : node.addresses().nextPod());
    }
    ContainerLaunch launch = launcher.prepare(pod, run.spec(), image, ip.get(), node.hostIp());
    podEvents.imagePulled(run, image);
    Path log = directories.log(run.name(), run.nextStart());
    Files.createDirectories(log.getParent());
    if (Files.notExists(log)) {
      Files.createFile(log);
    }
    if (image.kind() == NodeImage.Kind.IDLE) {
      started(run, new IdleContainer(), null);
      if (run.kind() == ContainerRun.Kind.INIT) {
        run.running().ifPresent(RunningContainer::terminate);
      }
      return;
    }
    started(run, node.processes().start(launch, log), launch);
  }

  private void started(
      ContainerRun run, RunningContainer container, @Nullable ContainerLaunch launch) {
    run.started(container, launch);
    podEvents.created(run);
    podEvents.started(run);
    var unused = container.exit().thenAccept(code -> events.execute(() -> ended(run, code)));
  }

  private void ended(ContainerRun run, int exitCode) {
    run.ended(exitCode, terminationMessage(run, exitCode));
    if (!gone) {
      sync();
    }
  }

  private @Nullable String terminationMessage(ContainerRun run, int exitCode) {
    if (exitCode == 0
        || !"FallbackToLogsOnError".equals(run.spec().getTerminationMessagePolicy())) {
      return null;
    }
    try {
      return LogTail.of(directories.log(run.name(), run.restartCount()), 80, 2048);
    } catch (IOException e) {
      return "cannot read the log: " + e;
    }
  }

  private boolean restarts(ContainerRun run) {
    if (termination.hasBegun()) {
      return false;
    }
    if (run.kind() == ContainerRun.Kind.SIDECAR) {
      return !termination.areSidecarsStopped();
    }
    String policy = Optional.ofNullable(pod.getSpec().getRestartPolicy()).orElse("Always");
    return switch (policy) {
      case "Never" -> false;
      case "OnFailure" -> run.hasFailed();
      default -> run.kind() == ContainerRun.Kind.MAIN || run.hasFailed();
    };
  }

  /** Stops sidecars when the containers that they serve have ended and are not restarted. */
  private void stopSidecars() {
    boolean over =
        mainRuns.stream().allMatch(run -> run.hasEnded() && !restarts(run)) || initFailed();
    if (over) {
      termination.stopSidecars(grace());
    }
  }

  private boolean initFailed() {
    return initRuns.stream()
        .anyMatch(run -> run.kind() == ContainerRun.Kind.INIT && run.hasFailed() && !restarts(run));
  }

  private Duration grace() {
    Long seconds = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(seconds == null ? DEFAULT_GRACE_SECONDS : seconds);
  }

  private void report() {
    if (gone) {
      return;
    }
    PodStatus status =
        new StatusReport(pod, initRuns, mainRuns, node.hostIp(), startTime)
            .status(ip, end, termination.hasBegun() && noneRuns(), reporter.last());
    announce(status);
    if (!reporter.report(status)) {
      node.timers().after(REPORT_RETRY, () -> events.execute(this::report));
    }
  }

  /** Name resolution knows of a pod before those who wait for its status do. */
  private void announce(PodStatus status) {
    if (ip.isEmpty() || isOver(status)) {
      names.remove();
      if (isOver(status)) {
        observer.podEnded(uid);
      }
      return;
    }
    boolean ready =
        !isDeleted()
            && status.getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    names.register(pod, ip.get(), ready);
  }

  private void removeObject() {
    if (reporter.removeObject()) {
      gone = true;
      forget();
    } else {
      node.timers().after(REPORT_RETRY, this::wake);
    }
  }

  private void forget() {
    names.remove();
    Directories.delete(directories.pod());
    observer.podGone(uid);
  }

  private Stream<ContainerRun> runs() {
    return Stream.concat(initRuns.stream(), mainRuns.stream());
  }

  private boolean noneRuns() {
    return runs().noneMatch(ContainerRun::isRunning);
  }

  private boolean isDeleted() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private boolean isOver() {
    return isOver(reporter.last());
  }

  private static boolean isOver(PodStatus status) {
    return "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
  }

  private static boolean isBefore(@Nullable Instant time) {
    return time != null && Instant.now().isBefore(time);
  }
}
